namespace EmbeddedCache;

/// <summary>Reads what is said in a message, a content or a list of blocks, decoded; what has another form says nothing.</summary>
internal static class RequestText
{
    /// <summary>Appends the text of a list's messages.</summary>
    public static void AppendMessages(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<byte> text)
    {
        if (!scanner.TryBeginArray())
        {
            return;
        }

        while (scanner.NextObject())
        {
            AppendMessage(ref scanner, blocks, text);
        }
    }

    /// <summary>
    /// Appends the text of the next value, an object: its <c>content</c>, or all its <c>parts</c> when it has no content. Returns
    /// whether a block of the content is marked.
    /// </summary>
    public static bool AppendMessage(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<byte> text)
    {
        int start = text.Length;
        bool hasContent = false;
        bool isMarked = false;
        int parts = 0;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.Is("content"u8))
            {
                // A content that comes again replaces the earlier one.
                hasContent = true;
                text.Truncate(start);
                isMarked = AppendContent(ref scanner, blocks, text);
            }
            else
            {
                scanner.Peek();
                parts = name.Is("parts"u8) ? scanner.Position : parts;
                scanner.Skip(checkNumbers: true);
            }
        }

        if (!hasContent && parts != 0)
        {
            JsonScanner list = scanner.At(parts);
            AppendBlocks(ref list, TextBlocks.All, text);
        }

        return isMarked;
    }

    /// <summary>Appends the next value's text: a string, or a list's blocks. Returns whether a block is marked.</summary>
    public static bool AppendContent(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<byte> text)
    {
        if (scanner.Peek() == JsonKind.String)
        {
            GoText.AppendDecoded(scanner.ReadText(), text);
            return false;
        }

        return AppendBlocks(ref scanner, blocks, text);
    }

    /// <summary>Appends the text of a list's blocks. Returns whether one is marked, taken or not.</summary>
    public static bool AppendBlocks(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<byte> text)
    {
        if (!scanner.TryBeginArray())
        {
            return false;
        }

        bool any = false;
        while (scanner.NextObject())
        {
            any |= AppendBlock(ref scanner, blocks, text);
        }

        return any;
    }

    private static bool AppendBlock(ref JsonScanner scanner, TextBlocks blocks, PooledBuffer<byte> text)
    {
        JsonText type = default;
        JsonText said = default;
        bool isMarked = false;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.Is("type"u8))
            {
                type = scanner.ReadTextOrSkip();
            }
            else if (name.Is("text"u8))
            {
                said = scanner.ReadTextOrSkip();
            }
            else if (name.Is("cache_control"u8))
            {
                isMarked = ReadMark(ref scanner);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        if (Takes(blocks, type, isMarked))
        {
            GoText.AppendDecoded(said, text);
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
                type = name.Is("type"u8) ? value : type;
            }
        }

        return type.Is("ephemeral"u8);
    }

    private static bool Takes(TextBlocks blocks, JsonText type, bool isMarked) => blocks switch
    {
        TextBlocks.Text => type.Is("text"u8),
        TextBlocks.Responses => type.Is("text"u8) || type.Is("input_text"u8) || type.Is("output_text"u8),
        TextBlocks.Marked => isMarked,
        _ => true,
    };
}
