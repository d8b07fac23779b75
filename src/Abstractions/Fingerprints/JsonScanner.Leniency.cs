namespace EmbeddedCache;

/// <content>
/// Reading that insists on JSON and on nothing else, for bodies that Go reads into <c>any</c>: a value of another type than the one
/// looked for is passed over. Numbers are always checked, because Go's reading into <c>any</c> would fail on them.
/// </content>
internal partial struct JsonScanner
{
    /// <summary>The next value's text, or an empty text for any other value.</summary>
    public JsonText ReadTextOrSkip()
    {
        if (Peek() == JsonKind.String)
        {
            return ReadText();
        }

        Skip(checkNumbers: true);
        return default;
    }

    /// <summary>The next value's text, which stays the next; an empty text for any other value.</summary>
    public JsonText PeekText()
    {
        if (Peek() != JsonKind.String)
        {
            return default;
        }

        // The scanner is not copied: to copy what was just written takes longer than to read a word again.
        int position = _position;
        JsonText text = ReadText();
        _position = position;
        return text;
    }

    /// <summary>Enters the next value if it is an object, and else passes over it.</summary>
    public bool TryBeginObject()
    {
        if (Peek() == JsonKind.Object)
        {
            BeginObject();
            return true;
        }

        Skip(checkNumbers: true);
        return false;
    }

    /// <summary>Enters the next value if it is an array, and else passes over it.</summary>
    public bool TryBeginArray()
    {
        if (Peek() == JsonKind.Array)
        {
            BeginArray();
            return true;
        }

        Skip(checkNumbers: true);
        return false;
    }

    /// <summary>Goes to the array's next element that is an object, passing over others; false at the array's end.</summary>
    public bool NextObject()
    {
        while (NextElement())
        {
            if (Peek() == JsonKind.Object)
            {
                return true;
            }

            Skip(checkNumbers: true);
        }

        return false;
    }
}
