namespace EmbeddedCache;

/// <summary>Data inside a part (<c>mimeType</c>, <c>data</c>); both are always written.</summary>
internal struct GeminiInlineData
{
    private JsonText _mimeType;
    private JsonText _data;

    public bool IsPresent { get; private set; }

    public static GeminiInlineData Read(ref JsonScanner scanner)
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
            if (scanner.IsIgnoringCase(name, "mimeType"u8))
            {
                inline._mimeType = scanner.ReadTextOr(inline._mimeType);
            }
            else if (scanner.IsIgnoringCase(name, "data"u8))
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

    public readonly void Write(Rope output)
    {
        output.AppendLikely("{\"mimeType\":"u8);
        output.AppendCanonical(_mimeType);
        output.AppendLikely(",\"data\":"u8);
        output.AppendCanonical(_data);
        output.AppendLikely("}"u8);
    }
}
