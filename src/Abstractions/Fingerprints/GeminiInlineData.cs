namespace EmbeddedCache;

/// <summary>Data inside a part (<c>mimeType</c>, <c>data</c>); both are always written.</summary>
internal ref struct GeminiInlineData
{
    private JsonText _mimeType;
    private JsonText _data;

    public bool IsPresent { get; private set; }

    public static GeminiInlineData Read(scoped ref JsonScanner scanner)
    {
        var inline = default(GeminiInlineData);
        if (scanner.TryReadNull())
        {
            return inline;
        }

        inline.IsPresent = true;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.IsIgnoringCase("mimeType"u8))
            {
                inline._mimeType = scanner.ReadTextOr(inline._mimeType);
            }
            else if (name.IsIgnoringCase("data"u8))
            {
                inline._data = scanner.ReadTextOr(inline._data);
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        return inline;
    }

    public readonly void Write(CanonicalJson output)
    {
        output.Write("{\"mimeType\":"u8);
        output.Write(_mimeType);
        output.Write(",\"data\":"u8);
        output.Write(_data);
        output.Write("}"u8);
    }
}
