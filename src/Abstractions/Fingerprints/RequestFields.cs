namespace EmbeddedCache;

/// <summary>
/// The texts of a body that a session hash reads, as places in it. They are collected while the body is read, once, so all of it is
/// known to be JSON before anything is hashed; what is not needed in the end is never decoded. The hash has an order of its own, whatever
/// the body's. Of members of one name the last counts.
/// </summary>
internal struct RequestFields
{
    private readonly PooledBuffer<SaidText> _texts;
    private Range _system;
    private Range _systemInstruction;
    private Range _instructions;
    private Range _messages;
    private Range _contents;
    private Range _input;
    private Range _marked;

    private RequestFields(PooledBuffer<SaidText> texts) => _texts = texts;

    /// <summary>The string <c>metadata.user_id</c>.</summary>
    public JsonText UserId { get; private set; }

    /// <summary>Whether one of <c>messages</c> has a marked block.</summary>
    public bool IsMarked { get; private set; }

    public readonly ReadOnlySpan<SaidText> System => _texts.Written[_system];

    public readonly ReadOnlySpan<SaidText> SystemInstruction => _texts.Written[_systemInstruction];

    public readonly ReadOnlySpan<SaidText> Instructions => _texts.Written[_instructions];

    public readonly ReadOnlySpan<SaidText> Messages => _texts.Written[_messages];

    public readonly ReadOnlySpan<SaidText> Contents => _texts.Written[_contents];

    public readonly ReadOnlySpan<SaidText> Input => _texts.Written[_input];

    /// <summary>The texts of the first message that has a marked block.</summary>
    public readonly ReadOnlySpan<SaidText> Marked => _texts.Written[_marked];

    public static RequestFields Read(BodyBytes body, PooledBuffer<SaidText> texts)
    {
        var fields = new RequestFields(texts);
        var scanner = new JsonScanner(body);
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            fields.ReadMember(name, ref scanner);
        }

        scanner.End();
        return fields;
    }

    private void ReadMember(JsonText name, ref JsonScanner scanner)
    {
        int start = _texts.Length;
        if (scanner.Is(name, "messages"u8))
        {
            ReadMessages(ref scanner);
            _messages = start.._texts.Length;
        }
        else if (scanner.Is(name, "system"u8))
        {
            RequestText.AppendContent(ref scanner, TextBlocks.All, _texts);
            _system = start.._texts.Length;
        }
        else if (scanner.Is(name, "metadata"u8))
        {
            ReadMetadata(ref scanner);
        }
        else if (scanner.Is(name, "contents"u8))
        {
            RequestText.AppendMessages(ref scanner, TextBlocks.Text, _texts);
            _contents = start.._texts.Length;
        }
        else if (scanner.Is(name, "systemInstruction"u8))
        {
            ReadSystemInstruction(ref scanner);
            _systemInstruction = start.._texts.Length;
        }
        else if (scanner.Is(name, "input"u8))
        {
            ReadInput(ref scanner);
            _input = start.._texts.Length;
        }
        else if (scanner.Is(name, "instructions"u8))
        {
            _texts.Append(new SaidText(scanner.ReadTextOrSkip(), isMarked: false));
            _instructions = start.._texts.Length;
        }
        else
        {
            scanner.Skip(checkNumbers: true);
        }
    }

    private void ReadMetadata(ref JsonScanner scanner)
    {
        UserId = default;
        if (scanner.TryBeginObject())
        {
            while (scanner.NextMember(out JsonText name))
            {
                JsonText value = scanner.ReadTextOrSkip();
                UserId = scanner.Is(name, "user_id"u8) ? value : UserId;
            }
        }
    }

    private void ReadMessages(ref JsonScanner scanner)
    {
        IsMarked = false;
        if (!scanner.TryBeginArray())
        {
            return;
        }

        while (scanner.NextObject())
        {
            int start = _texts.Length;
            if (RequestText.AppendMessage(ref scanner, TextBlocks.Text, _texts) && !IsMarked)
            {
                IsMarked = true;
                _marked = start.._texts.Length;
            }
        }
    }

    private readonly void ReadSystemInstruction(ref JsonScanner scanner)
    {
        if (scanner.Peek() == JsonKind.Object)
        {
            RequestText.AppendMessage(ref scanner, TextBlocks.All, _texts);
        }
        else
        {
            scanner.Skip(checkNumbers: true);
        }
    }

    private readonly void ReadInput(ref JsonScanner scanner)
    {
        if (scanner.Peek() == JsonKind.String)
        {
            _texts.Append(new SaidText(scanner.ReadText(), isMarked: false));
        }
        else
        {
            RequestText.AppendMessages(ref scanner, TextBlocks.Responses, _texts);
        }
    }
}
