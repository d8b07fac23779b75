namespace EmbeddedCache;

/// <summary>
/// One part of a Gemini content, reduced to the fields of the Go original's struct. They are written in the struct's order, whatever
/// order they came in, so they are kept until the part is read: text as places in the body, whole values as stretches of the rope.
/// </summary>
internal struct GeminiPart
{
    private JsonText _text;
    private JsonText _thoughtSignature;
    private bool _thought;
    private GeminiInlineData _inlineData;
    private GeminiFunction _functionCall;
    private GeminiFunction _functionResponse;

    /// <summary>Reads a part and appends its JSON.</summary>
    public static void Write(ref JsonScanner scanner, CanonicalJson canonical)
    {
        // While the part is read, the values of calls and responses are appended already; when all is in its place, they are taken out.
        Rope rope = canonical.Rope;
        Rope.Place start = rope.End;
        GeminiPart part = Read(ref scanner, canonical);
        if (rope.End == start)
        {
            part.Write(rope);
            return;
        }

        var values = new Rope.Stretch(start, rope.EndPiece());
        part.Write(rope);
        rope.Remove(values);
    }

    // Null is a part without fields.
    private static GeminiPart Read(ref JsonScanner scanner, CanonicalJson canonical)
    {
        var part = default(GeminiPart);
        if (scanner.TryReadNull())
        {
            return part;
        }

        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (scanner.IsIgnoringCase(name, "text"u8))
            {
                part._text = scanner.ReadTextOr(part._text);
            }
            else if (scanner.IsIgnoringCase(name, "thought"u8))
            {
                part._thought = ReadFlag(ref scanner, part._thought);
            }
            else if (scanner.IsIgnoringCase(name, "thoughtSignature"u8))
            {
                part._thoughtSignature = scanner.ReadTextOr(part._thoughtSignature);
            }
            else if (scanner.IsIgnoringCase(name, "inlineData"u8))
            {
                part._inlineData = GeminiInlineData.Read(ref scanner);
            }
            else if (scanner.IsIgnoringCase(name, "functionCall"u8))
            {
                part._functionCall = GeminiFunction.ReadCall(ref scanner, canonical);
            }
            else if (scanner.IsIgnoringCase(name, "functionResponse"u8))
            {
                part._functionResponse = GeminiFunction.ReadResponse(ref scanner, canonical);
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        return part;
    }

    private readonly void Write(Rope output)
    {
        // Every field starts with a comma, but the first must not.
        int fields = 0;
        output.AppendLikely("{"u8);
        if (!_text.IsEmpty)
        {
            output.AppendLikely(NameOf(",\"text\":"u8, ref fields));
            output.AppendCanonical(_text);
        }

        if (_thought)
        {
            output.AppendLikely(NameOf(",\"thought\":"u8, ref fields));
            output.AppendLikely("true"u8);
        }

        if (!_thoughtSignature.IsEmpty)
        {
            output.AppendLikely(NameOf(",\"thoughtSignature\":"u8, ref fields));
            output.AppendCanonical(_thoughtSignature);
        }

        if (_inlineData.IsPresent)
        {
            output.AppendLikely(NameOf(",\"inlineData\":"u8, ref fields));
            _inlineData.Write(output);
        }

        if (_functionCall.IsPresent)
        {
            output.AppendLikely(NameOf(",\"functionCall\":"u8, ref fields));
            _functionCall.WriteCall(output);
        }

        if (_functionResponse.IsPresent)
        {
            output.AppendLikely(NameOf(",\"functionResponse\":"u8, ref fields));
            _functionResponse.WriteResponse(output);
        }

        output.AppendLikely("}"u8);
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> field, ref int fields) => fields++ > 0 ? field : field[1..];

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
