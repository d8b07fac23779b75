namespace EmbeddedCache;

/// <summary>
/// Where a body's members that a session hash reads stand. Finding them reads the whole body once, so all of it is known to be JSON
/// before anything is hashed, and a body that names its session is done. The text that is needed is then read from those places in
/// the hash's order, which need not be the body's.
/// </summary>
internal readonly ref struct RequestFields
{
    private readonly JsonScanner _scanner;

    // 0, which is the body's opening brace, stands for nowhere.
    private readonly int _metadata;
    private readonly int _system;
    private readonly int _systemInstruction;
    private readonly int _instructions;
    private readonly int _messages;
    private readonly int _contents;
    private readonly int _input;

    private RequestFields(ReadOnlySpan<byte> body)
    {
        _scanner = new JsonScanner(body);
        JsonScanner scanner = _scanner;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            scanner.Peek();
            int position = scanner.Position;
            scanner.Skip(checkNumbers: true);
            if (name.Is("metadata"u8))
            {
                _metadata = position;
            }
            else if (name.Is("system"u8))
            {
                _system = position;
            }
            else if (name.Is("systemInstruction"u8))
            {
                _systemInstruction = position;
            }
            else if (name.Is("instructions"u8))
            {
                _instructions = position;
            }
            else if (name.Is("messages"u8))
            {
                _messages = position;
            }
            else if (name.Is("contents"u8))
            {
                _contents = position;
            }
            else if (name.Is("input"u8))
            {
                _input = position;
            }
        }

        scanner.End();
    }

    public static RequestFields Find(ReadOnlySpan<byte> body) => new(body);

    /// <summary>The string <c>metadata.user_id</c>.</summary>
    public void AppendUserId(PooledBuffer<byte> text)
    {
        if (TryRead(_metadata, out JsonScanner scanner) && scanner.TryBeginObject())
        {
            JsonText userId = default;
            while (scanner.NextMember(out JsonText name))
            {
                JsonText value = scanner.ReadTextOrSkip();
                userId = name.Is("user_id"u8) ? value : userId;
            }

            GoText.AppendDecoded(userId, text);
        }
    }

    public void AppendSystem(PooledBuffer<byte> text)
    {
        if (TryRead(_system, out JsonScanner system))
        {
            RequestText.AppendContent(ref system, TextBlocks.All, text);
        }

        if (TryRead(_systemInstruction, out JsonScanner instruction) && instruction.Peek() == JsonKind.Object)
        {
            RequestText.AppendMessage(ref instruction, TextBlocks.All, text);
        }

        if (TryRead(_instructions, out JsonScanner instructions))
        {
            GoText.AppendDecoded(instructions.ReadTextOrSkip(), text);
        }
    }

    /// <summary>The text of the blocks of <c>system</c> that are marked.</summary>
    public void AppendMarkedSystem(PooledBuffer<byte> text)
    {
        if (TryRead(_system, out JsonScanner scanner))
        {
            RequestText.AppendBlocks(ref scanner, TextBlocks.Marked, text);
        }
    }

    /// <summary>
    /// The text of <c>messages</c>. True when one of them has a marked block; <paramref name="marked"/> is then the stretch of
    /// <paramref name="text"/> that the first such message gave, which may be empty.
    /// </summary>
    public bool AppendMessages(PooledBuffer<byte> text, out Range marked)
    {
        bool isMarked = false;
        marked = default;
        if (TryRead(_messages, out JsonScanner scanner) && scanner.TryBeginArray())
        {
            while (scanner.NextObject())
            {
                int start = text.Length;
                if (RequestText.AppendMessage(ref scanner, TextBlocks.Text, text) && !isMarked)
                {
                    isMarked = true;
                    marked = start..text.Length;
                }
            }
        }

        return isMarked;
    }

    public void AppendContents(PooledBuffer<byte> text)
    {
        if (TryRead(_contents, out JsonScanner scanner))
        {
            RequestText.AppendMessages(ref scanner, TextBlocks.Text, text);
        }
    }

    public void AppendInput(PooledBuffer<byte> text)
    {
        if (!TryRead(_input, out JsonScanner scanner))
        {
            return;
        }

        if (scanner.Peek() == JsonKind.String)
        {
            GoText.AppendDecoded(scanner.ReadText(), text);
        }
        else
        {
            RequestText.AppendMessages(ref scanner, TextBlocks.Responses, text);
        }
    }

    private bool TryRead(int position, out JsonScanner scanner)
    {
        scanner = _scanner.At(position);
        return position != 0;
    }
}
