namespace EmbeddedCache;

/// <summary>Reads the chain of a Chat Completions body, with the leniency of the Anthropic one.</summary>
internal static class OpenAIChatChain
{
    public static string Compute(ReadOnlySpan<byte> body)
    {
        using var canonical = new CanonicalJson();
        using var segments = new ChainSegments();
        var scanner = new JsonScanner(body);
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.Is("messages"u8))
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
        // Where the members that count were last seen; 0, which is the body's opening brace, stands for nowhere.
        JsonText role = default;
        int content = 0;
        int functionCall = 0;
        int toolCalls = 0;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.Is("content"u8))
            {
                content = SkipValue(ref scanner);
            }
            else if (name.Is("role"u8))
            {
                role = scanner.ReadTextOrSkip();
            }
            else if (name.Is("function_call"u8))
            {
                functionCall = SkipCalls(ref scanner);
            }
            else if (name.Is("tool_calls"u8))
            {
                toolCalls = SkipCalls(ref scanner);
            }
            else
            {
                scanner.Skip(checkNumbers: true);
            }
        }

        segments.Add(OpenAIRole.Label(role), HashMessage(scanner, canonical, content, functionCall, toolCalls));
    }

    private static ulong HashMessage(JsonScanner scanner, CanonicalJson canonical, int content, int functionCall, int toolCalls)
    {
        canonical.Clear();
        if (functionCall == 0 && toolCalls == 0)
        {
            WriteValue(scanner, canonical, content);
            return canonical.HashWritten();
        }

        canonical.Write("{\"content\":"u8);
        WriteValue(scanner, canonical, content);
        if (functionCall != 0)
        {
            canonical.Write(",\"function_call\":"u8);
            WriteValue(scanner, canonical, functionCall);
        }

        if (toolCalls != 0)
        {
            canonical.Write(",\"tool_calls\":"u8);
            WriteValue(scanner, canonical, toolCalls);
        }

        canonical.Write("}"u8);
        return canonical.HashWritten();
    }

    private static void WriteValue(JsonScanner scanner, CanonicalJson canonical, int position)
    {
        if (position == 0)
        {
            canonical.Write("null"u8);
            return;
        }

        JsonScanner value = scanner.At(position);
        canonical.Write(ref value);
    }

    private static int SkipValue(ref JsonScanner scanner)
    {
        scanner.Peek();
        int position = scanner.Position;
        scanner.Skip(checkNumbers: true);
        return position;
    }

    // Client libraries write "tool_calls": null or [] into messages that carry none.
    private static int SkipCalls(ref JsonScanner scanner)
    {
        JsonKind kind = scanner.Peek();
        int position = scanner.Position;
        bool isCall = kind != JsonKind.Null;
        if (kind == JsonKind.Array)
        {
            isCall = false;
            scanner.BeginArray();
            while (scanner.NextElement())
            {
                isCall = true;
                scanner.Skip(checkNumbers: true);
            }
        }
        else
        {
            scanner.Skip(checkNumbers: true);
        }

        return isCall ? position : 0;
    }
}
