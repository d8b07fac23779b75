namespace EmbeddedCache;

/// <summary>Reads the chain of a Responses body: <c>instructions</c>, then <c>input</c>, a string or a list of items.</summary>
internal static class OpenAIResponsesChain
{
    public static string Compute(ReadOnlySpan<byte> body)
    {
        using var canonical = new CanonicalJson();
        using var segments = new ChainSegments();
        var scanner = new JsonScanner(body);
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.Is("instructions"u8))
            {
                segments.System = canonical.HashUnlessNull(ref scanner);
            }
            else if (name.Is("input"u8))
            {
                ReadInput(ref scanner, canonical, segments);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        scanner.End();
        return segments.ToString();
    }

    private static void ReadInput(ref JsonScanner scanner, CanonicalJson canonical, ChainSegments segments)
    {
        segments.ClearMessages();
        switch (scanner.Peek())
        {
            case JsonKind.Null:
                scanner.ReadLiteral();
                break;
            case JsonKind.String:
                segments.Add('u', canonical.Hash(ref scanner));
                break;
            case JsonKind.Array:
                scanner.BeginArray();
                while (scanner.NextObject())
                {
                    ReadItem(ref scanner, canonical, segments);
                }

                break;
            default:
                scanner.Fail(scanner.Position, "the input must be a string or a list");
                break;
        }
    }

    private static void ReadItem(ref JsonScanner scanner, CanonicalJson canonical, ChainSegments segments)
    {
        JsonText type = default;
        JsonText role = default;
        int content = 0;
        int item = scanner.Position;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.Is("type"u8))
            {
                type = scanner.ReadTextOrSkip();
            }
            else if (name.Is("role"u8))
            {
                role = scanner.ReadTextOrSkip();
            }
            else
            {
                scanner.Peek();
                content = name.Is("content"u8) ? scanner.Position : content;
                scanner.Skip(checkNumbers: true);
            }
        }

        if (type.IsEmpty || type.Is("message"u8))
        {
            segments.Add(OpenAIRole.Label(role), HashContent(scanner, canonical, content));
        }
        else
        {
            // Type names are plain ASCII; one spelt with escapes is none of ours and counts as the model's.
            segments.Add(type.Raw.EndsWith("_output"u8) ? 't' : 'a', HashItem(scanner, canonical, item, type));
        }
    }

    private static ulong HashContent(JsonScanner scanner, CanonicalJson canonical, int position)
    {
        if (position == 0)
        {
            return CanonicalJson.NullHash;
        }

        JsonScanner content = scanner.At(position);
        return canonical.Hash(ref content);
    }

    private static ulong HashItem(JsonScanner scanner, CanonicalJson canonical, int position, JsonText type)
    {
        JsonScanner item = scanner.At(position);
        if (type.Is("item_reference"u8))
        {
            return canonical.Hash(ref item);
        }

        canonical.Clear();
        canonical.WriteWithoutIdentity(ref item);
        return canonical.HashWritten();
    }
}
