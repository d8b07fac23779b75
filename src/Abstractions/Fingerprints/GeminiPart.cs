namespace EmbeddedCache;

/// <summary>
/// One part of a Gemini content, reduced to the fields of the Go original's struct. They are written in the struct's order, whatever
/// order they came in, so they are kept until the part is read: text as spans of the body, whole values as places in it.
/// </summary>
internal ref struct GeminiPart
{
    private JsonText _text;
    private JsonText _thoughtSignature;
    private bool _thought;
    private GeminiInlineData _inlineData;
    private GeminiFunction _functionCall;
    private GeminiFunction _functionResponse;

    /// <summary>Reads a part; null is a part without fields.</summary>
    public static GeminiPart Read(scoped ref JsonScanner scanner)
    {
        var part = default(GeminiPart);
        if (scanner.TryReadNull())
        {
            return part;
        }

        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.IsIgnoringCase("text"u8))
            {
                part._text = scanner.ReadTextOr(part._text);
            }
            else if (name.IsIgnoringCase("thought"u8))
            {
                part._thought = ReadFlag(ref scanner, part._thought);
            }
            else if (name.IsIgnoringCase("thoughtSignature"u8))
            {
                part._thoughtSignature = scanner.ReadTextOr(part._thoughtSignature);
            }
            else if (name.IsIgnoringCase("inlineData"u8))
            {
                part._inlineData = GeminiInlineData.Read(ref scanner);
            }
            else if (name.IsIgnoringCase("functionCall"u8))
            {
                part._functionCall = GeminiFunction.ReadCall(ref scanner);
            }
            else if (name.IsIgnoringCase("functionResponse"u8))
            {
                part._functionResponse = GeminiFunction.ReadResponse(ref scanner);
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        return part;
    }

    /// <summary>Appends the part's JSON; the scanner is the one it was read with.</summary>
    public readonly void Write(JsonScanner scanner, CanonicalJson output)
    {
        // Every field starts with a comma, but the first must not.
        int fields = 0;
        output.Write("{"u8);
        if (!_text.IsEmpty)
        {
            WriteName("\"text\":"u8, output, ref fields);
            output.Write(_text);
        }

        if (_thought)
        {
            WriteName("\"thought\":"u8, output, ref fields);
            output.Write("true"u8);
        }

        if (!_thoughtSignature.IsEmpty)
        {
            WriteName("\"thoughtSignature\":"u8, output, ref fields);
            output.Write(_thoughtSignature);
        }

        if (_inlineData.IsPresent)
        {
            WriteName("\"inlineData\":"u8, output, ref fields);
            _inlineData.Write(output);
        }

        if (_functionCall.IsPresent)
        {
            WriteName("\"functionCall\":"u8, output, ref fields);
            _functionCall.WriteCall(scanner, output);
        }

        if (_functionResponse.IsPresent)
        {
            WriteName("\"functionResponse\":"u8, output, ref fields);
            _functionResponse.WriteResponse(scanner, output);
        }

        output.Write("}"u8);
    }

    private static void WriteName(ReadOnlySpan<byte> name, CanonicalJson output, ref int fields)
    {
        output.Write(fields++ > 0 ? ","u8 : default);
        output.Write(name);
    }

    private static bool ReadFlag(ref JsonScanner scanner, bool otherwise)
    {
        JsonKind kind = scanner.Peek();
        if (kind is not (JsonKind.True or JsonKind.False or JsonKind.Null))
        {
            scanner.Fail(scanner.Position, "true or false is expected");
        }

        scanner.ReadLiteral();
        return kind == JsonKind.Null ? otherwise : kind == JsonKind.True;
    }
}
