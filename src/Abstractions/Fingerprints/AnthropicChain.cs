namespace EmbeddedCache;

/// <summary>Reads the chain of a Messages body. Go reads that body into <c>map[string]any</c>, so types are never insisted on.</summary>
internal static class AnthropicChain
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
            if (scanner.Is(name, "system"u8))
            {
                segments.System = canonical.HashUnlessNull(ref scanner);
            }
            else if (scanner.Is(name, "messages"u8))
            {
                ReadMessages(ref scanner, canonical, segments);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        scanner.End();
        return segments.ToString();
    }

    private static void ReadMessages(ref JsonScanner scanner, CanonicalJson canonical, ChainSegments segments)
    {
        segments.ClearMessages();
        if (!scanner.TryBeginArray())
        {
            return;
        }

        while (scanner.NextObject())
        {
            ReadMessage(ref scanner, canonical, segments);
        }
    }

    private static void ReadMessage(ref JsonScanner scanner, CanonicalJson canonical, ChainSegments segments)
    {
        ulong content = CanonicalJson.NullHash;
        if (scanner.BeginMessage(out JsonText role))
        {
            content = canonical.Hash(ref scanner);
        }

        while (scanner.NextMember(out JsonText name))
        {
            if (scanner.Is(name, "content"u8))
            {
                content = canonical.Hash(ref scanner);
            }
            else if (scanner.Is(name, "role"u8))
            {
                role = scanner.ReadTextOrSkip();
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        segments.Add(scanner.Is(role, "assistant"u8) ? 'a' : 'u', content);
    }
}
