namespace EmbeddedCache;

/// <summary>Reads the chain of a Responses body: <c>instructions</c>, then <c>input</c>, a string or a list of items.</summary>
internal static class OpenAIResponsesChain
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
            if (scanner.Is(name, "instructions"u8))
            {
                segments.System = canonical.HashUnlessNull(ref scanner);
            }
            else if (scanner.Is(name, "input"u8))
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

    // What an item is shows only when it is read, so it is written as a whole and as its content at once.
    private static void ReadItem(ref JsonScanner scanner, CanonicalJson canonical, ChainSegments segments)
    {
        Rope rope = canonical.Rope;
        rope.Clear();
        JsonText type = default;
        JsonText role = default;
        Rope.Stretch? content = null;
        CanonicalJson.OpenObject item = canonical.BeginObject(ref scanner);
        while (scanner.NextMember(out JsonText name))
        {
            bool isIdentity = scanner.Is(name, "id"u8) || scanner.Is(name, "status"u8);
            JsonText text = scanner.PeekText();
            canonical.WriteName(ref scanner, name, ref item, isIdentity);
            Rope.Stretch value = canonical.WriteStretch(ref scanner);
            if (scanner.Is(name, "type"u8))
            {
                type = text;
            }
            else if (scanner.Is(name, "role"u8))
            {
                role = text;
            }
            else if (scanner.Is(name, "content"u8))
            {
                content = value;
            }
        }

        if (type.IsEmpty || scanner.Is(type, "message"u8))
        {
            Rope.Place start = rope.EndPiece();
            if (content is { } said)
            {
                rope.Append(said);
            }
            else
            {
                rope.Append("null"u8);
            }

            canonical.CancelObject(item);
            segments.Add(OpenAIRole.Label(scanner, role), rope.Hash(start));
        }
        else
        {
            canonical.EndObject(ref scanner, ref item, withoutIdentity: !scanner.Is(type, "item_reference"u8));

            // Type names are plain ASCII; one spelt with escapes is none of ours and counts as the model's.
            segments.Add(type.Raw(scanner.Body).EndsWith("_output"u8) ? 't' : 'a', rope.Hash());
        }
    }
}
