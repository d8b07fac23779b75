using System.Buffers;

namespace EmbeddedCache;

/// <content>The grammar of strings, numbers and literals.</content>
internal ref partial struct JsonScanner
{
    // What can end a run of plain bytes inside a string: its closing quote, an escape, or a control character, an error.
    private static readonly SearchValues<byte> TextStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    public JsonText ReadText()
    {
        if (NextByte() != (byte)'"')
        {
            Fail(_position, "a string is expected");
        }

        int start = _position + 1;
        int end = start;
        JsonEscapes escapes = JsonEscapes.None;
        while (true)
        {
            int run = _body[end..].IndexOfAny(TextStops);
            if (run < 0)
            {
                Fail(_position, "the string has no end");
            }

            end += run;
            byte stop = _body[end];
            if (stop == (byte)'"')
            {
                _position = end + 1;
                return new JsonText(_body[start..end], escapes);
            }

            if (stop != (byte)'\\')
            {
                Fail(end, "a control character in a string must be escaped");
            }

            end += EscapeLength(end, ref escapes);
        }
    }

    /// <summary>Reads the next value if it is <c>null</c>; any other stays the next.</summary>
    public bool TryReadNull()
    {
        if (Peek() != JsonKind.Null)
        {
            return false;
        }

        ReadLiteral();
        return true;
    }

    /// <summary>The next value's text, or the one given when the value is <c>null</c>, which to Go leaves a text as it was.</summary>
    public JsonText ReadTextOr(JsonText otherwise) => TryReadNull() ? otherwise : ReadText();

    /// <summary>A number's text, in JSON's grammar; whether a float64 can hold it is another question.</summary>
    public ReadOnlySpan<byte> ReadNumber()
    {
        int start = _position;
        int end = start;
        if (ByteAt(end) == (byte)'-')
        {
            end++;
        }

        end = ByteAt(end) == (byte)'0' ? end + 1 : SkipDigits(end);
        if (ByteAt(end) == (byte)'.')
        {
            end = SkipDigits(end + 1);
        }

        if (ByteAt(end) is (byte)'e' or (byte)'E')
        {
            end++;
            end = SkipDigits(ByteAt(end) is (byte)'+' or (byte)'-' ? end + 1 : end);
        }

        _position = end;
        return _body[start..end];
    }

    /// <summary>Reads <c>true</c>, <c>false</c> or <c>null</c>, after <see cref="Peek"/> has told which.</summary>
    public ReadOnlySpan<byte> ReadLiteral()
    {
        ReadOnlySpan<byte> literal = _body[_position] switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        if (!_body[_position..].StartsWith(literal))
        {
            Fail(_position, "a value is expected");
        }

        _position += literal.Length;
        return literal;
    }

    private readonly int EscapeLength(int position, ref JsonEscapes escapes)
    {
        switch (ByteAt(position + 1))
        {
            case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                escapes = escapes == JsonEscapes.Any ? JsonEscapes.Any : JsonEscapes.Short;
                return 2;
            case (byte)'/':
                escapes = JsonEscapes.Any;
                return 2;
            case (byte)'u' when position + 6 <= _body.Length && !_body.Slice(position + 2, 4).ContainsAnyExcept(HexDigits):
                escapes = JsonEscapes.Any;
                return 6;
            default:
                Fail(position, "no such escape");
                return 0;
        }
    }

    private readonly int SkipDigits(int position)
    {
        int start = position;
        while (ByteAt(position) is >= (byte)'0' and <= (byte)'9')
        {
            position++;
        }

        if (position == start)
        {
            Fail(position, "a digit is expected");
        }

        return position;
    }
}
