namespace EmbeddedCache;

/// <summary>
/// Reads the chain of a <c>generateContent</c> body. Go reads that body into structs, so the fields it knows must have their types
/// (or be null), match in any case, and everything else need only be JSON.
/// </summary>
internal static class GeminiChain
{
    public static string Compute(BodyBytes body)
    {
        using Workspace workspace = Workspace.Take();
        CanonicalJson canonical = workspace.Canonical;
        canonical.Begin(body);
        ChainSegments segments = workspace.Segments;
        var scanner = new JsonScanner(body);
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (scanner.IsIgnoringCase(name, "contents"u8))
            {
                ReadContents(ref scanner, canonical, segments);
            }
            else if (scanner.IsIgnoringCase(name, "systemInstruction"u8))
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
            if (scanner.IsIgnoringCase(name, "role"u8))
            {
                content.IsModel = scanner.TryReadNull() ? content.IsModel : scanner.Is(scanner.ReadText(), "model"u8);
            }
            else if (scanner.IsIgnoringCase(name, "parts"u8))
            {
                content.HasParts = WriteParts(ref scanner, canonical);
                content.Hash = canonical.Rope.Hash();
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
        Rope rope = canonical.Rope;
        rope.Clear();
        scanner.Peek();
        int start = scanner.Position;
        if (scanner.TryReadNull())
        {
            rope.Append(start, "null".Length);
            return false;
        }

        bool any = false;
        scanner.BeginArray();
        rope.AppendByte(start);
        while (scanner.NextElement())
        {
            if (any)
            {
                rope.AppendByte(scanner.Position - 1);
            }

            any = true;
            GeminiPart.Write(ref scanner, canonical);
        }

        rope.AppendByte(scanner.Position - 1);
        return any;
    }

    private struct Content
    {
        public bool IsModel;
        public bool HasParts;
        public ulong Hash;
    }
}
