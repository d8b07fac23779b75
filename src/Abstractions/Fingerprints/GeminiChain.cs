namespace EmbeddedCache;

/// <summary>
/// Reads the chain of a <c>generateContent</c> body. Go reads that body into structs, so the fields it knows must have their types
/// (or be null), match in any case, and everything else need only be JSON.
/// </summary>
internal static class GeminiChain
{
    public static string Compute(ReadOnlySpan<byte> body)
    {
        using var canonical = new CanonicalJson();
        using var segments = new ChainSegments();
        var scanner = new JsonScanner(body);
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.IsIgnoringCase("contents"u8))
            {
                ReadContents(ref scanner, canonical, segments);
            }
            else if (name.IsIgnoringCase("systemInstruction"u8))
            {
                Content system = ReadContent(ref scanner, canonical);
                segments.System = system.HasParts ? system.Hash : null;
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        scanner.End();
        return segments.ToString();
    }

    private static void ReadContents(ref JsonScanner scanner, CanonicalJson canonical, ChainSegments segments)
    {
        segments.ClearMessages();
        if (scanner.TryReadNull())
        {
            return;
        }

        scanner.BeginArray();
        while (scanner.NextElement())
        {
            Content content = ReadContent(ref scanner, canonical);
            segments.Add(content.IsModel ? 'm' : 'u', content.Hash);
        }
    }

    private static Content ReadContent(ref JsonScanner scanner, CanonicalJson canonical)
    {
        var content = new Content { Hash = CanonicalJson.NullHash };
        if (scanner.TryReadNull())
        {
            return content;
        }

        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.IsIgnoringCase("role"u8))
            {
                content.IsModel = scanner.TryReadNull() ? content.IsModel : scanner.ReadText().Is("model"u8);
            }
            else if (name.IsIgnoringCase("parts"u8))
            {
                content.HasParts = WriteParts(ref scanner, canonical);
                content.Hash = canonical.HashWritten();
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        return content;
    }

    private static bool WriteParts(ref JsonScanner scanner, CanonicalJson canonical)
    {
        canonical.Clear();
        if (scanner.TryReadNull())
        {
            canonical.Write("null"u8);
            return false;
        }

        bool any = false;
        scanner.BeginArray();
        canonical.Write("["u8);
        while (scanner.NextElement())
        {
            canonical.Write(any ? ","u8 : default);
            any = true;
            GeminiPart.Read(ref scanner).Write(scanner, canonical);
        }

        canonical.Write("]"u8);
        return any;
    }

    private struct Content
    {
        public bool IsModel;
        public bool HasParts;
        public ulong Hash;
    }
}
