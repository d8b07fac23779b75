namespace EmbeddedCache;

/// <summary>Reads the chain of a Chat Completions body, with the leniency of the Anthropic one.</summary>
internal static class OpenAIChatChain
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
            if (scanner.Is(name, "messages"u8))
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
        // The members that count are appended as they come, and again in their order when there are calls.
        Rope rope = canonical.Rope;
        rope.Clear();
        Rope.Stretch? content = null;
        Rope.Stretch? functionCall = null;
        Rope.Stretch? toolCalls = null;
        if (scanner.BeginMessage(out JsonText role))
        {
            content = canonical.WriteStretch(ref scanner);
        }

        while (scanner.NextMember(out JsonText name))
        {
            if (scanner.Is(name, "content"u8))
            {
                content = canonical.WriteStretch(ref scanner);
            }
            else if (scanner.Is(name, "role"u8))
            {
                role = scanner.ReadTextOrSkip();
            }
            else if (scanner.Is(name, "function_call"u8))
            {
                functionCall = ReadCalls(ref scanner, canonical);
            }
            else if (scanner.Is(name, "tool_calls"u8))
            {
                toolCalls = ReadCalls(ref scanner, canonical);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        Rope.Place start = rope.EndPiece();
        if (functionCall is null && toolCalls is null)
        {
            Append(content, rope);
        }
        else
        {
            rope.Append("{\"content\":"u8);
            Append(content, rope);
            if (functionCall is not null)
            {
                rope.Append(",\"function_call\":"u8);
                Append(functionCall, rope);
            }

            if (toolCalls is not null)
            {
                rope.Append(",\"tool_calls\":"u8);
                Append(toolCalls, rope);
            }

            rope.Append("}"u8);
        }

        segments.Add(OpenAIRole.Label(scanner, role), rope.Hash(start));
    }

    private static void Append(Rope.Stretch? value, Rope rope)
    {
        if (value is { } written)
        {
            rope.Append(written);
        }
        else
        {
            rope.Append("null"u8);
        }
    }

    // Client libraries write "tool_calls": null or [] into messages that carry none.
    private static Rope.Stretch? ReadCalls(ref JsonScanner scanner, CanonicalJson canonical)
    {
        JsonKind kind = scanner.Peek();
        bool isCall = kind != JsonKind.Null;
        if (kind == JsonKind.Array)
        {
            JsonScanner ahead = scanner;
            ahead.BeginArray();
            isCall = ahead.NextElement();
        }

        Rope.Stretch calls = canonical.WriteStretch(ref scanner);
        return isCall ? calls : null;
    }
}
