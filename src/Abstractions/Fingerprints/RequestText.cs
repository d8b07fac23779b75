namespace EmbeddedCache;

/// <summary>Collects what is said in a message, a content or a list of blocks; what has another form says nothing.</summary>
internal static class RequestText
{
    /// <summary>Appends the text of a list's messages.</summary>
    public static void AppendMessages(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<SaidText> texts)
    {
        if (!scanner.TryBeginArray())
        {
            return;
        }

        while (scanner.NextObject())
        {
            AppendMessage(ref scanner, blocks, texts);
        }
    }

    /// <summary>
    /// Appends the texts of the next value, an object: of its <c>content</c>, or of all its <c>parts</c> when it has no content. Returns
    /// whether a block of the content is marked.
    /// </summary>
    public static bool AppendMessage(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<SaidText> texts)
    {
        int start = texts.Length;
        bool isMarked = false;
        bool hasContent = scanner.BeginMessage(out _);
        if (hasContent)
        {
            isMarked = AppendContent(ref scanner, blocks, texts);
        }

        while (scanner.NextMember(out JsonText name))
        {
            if (scanner.Is(name, "content"u8))
            {
                // It replaces parts, and a content that came before.
                hasContent = true;
                texts.Truncate(start);
                isMarked = AppendContent(ref scanner, blocks, texts);
            }
            else if (!hasContent && scanner.Is(name, "parts"u8))
            {
                texts.Truncate(start);
                AppendBlocks(ref scanner, TextBlocks.All, texts);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        return isMarked;
    }

    /// <summary>Appends the next value's text: a string, or a list's blocks. Returns whether a block is marked.</summary>
    public static bool AppendContent(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<SaidText> texts)
    {
        if (scanner.Peek() == JsonKind.String)
        {
            texts.Append(new SaidText(scanner.ReadText(), isMarked: false));
            return false;
        }

        return AppendBlocks(ref scanner, blocks, texts);
    }

    /// <summary>Appends the text of a list's blocks. Returns whether one is marked, taken or not.</summary>
    public static bool AppendBlocks(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<SaidText> texts)
    {
        if (!scanner.TryBeginArray())
        {
            return false;
        }

        bool any = false;
        while (scanner.NextObject())
        {
            any |= AppendBlock(ref scanner, blocks, texts);
        }

        return any;
    }

    private static bool AppendBlock(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<SaidText> texts)
    {
        JsonText said = default;
        bool isMarked = false;
        if (scanner.BeginTextBlock(out JsonText type))
        {
            said = scanner.ReadTextOrSkip();
        }

        while (scanner.NextMember(out JsonText name))
        {
            if (scanner.Is(name, "type"u8))
            {
                type = scanner.ReadTextOrSkip();
            }
            else if (scanner.Is(name, "text"u8))
            {
                said = scanner.ReadTextOrSkip();
            }
            else if (scanner.Is(name, "cache_control"u8))
            {
                isMarked = ReadMark(ref scanner);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        if (Takes(scanner, blocks, type))
        {
            texts.Append(new SaidText(said, isMarked));
        }

        return isMarked;
    }

    private static bool ReadMark(ref JsonScanner scanner)
    {
        JsonText type = default;
        if (scanner.TryBeginObject())
        {
            while (scanner.NextMember(out JsonText name))
            {
                JsonText value = scanner.ReadTextOrSkip();
                type = scanner.Is(name, "type"u8) ? value : type;
            }
        }

        return scanner.Is(type, "ephemeral"u8);
    }

    private static bool Takes(in JsonScanner scanner, TextBlocks blocks, JsonText type) => blocks switch
    {
        TextBlocks.Text => scanner.Is(type, "text"u8),
        TextBlocks.Responses => scanner.Is(type, "text"u8) || scanner.Is(type, "input_text"u8) || scanner.Is(type, "output_text"u8),
        _ => true,
    };
}
