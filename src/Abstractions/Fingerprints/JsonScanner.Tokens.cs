namespace EmbeddedCache;

/// <content>The grammar of numbers and literals.</content>
internal partial struct JsonScanner
{
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
        if (_body[end] == (byte)'-')
        {
            end++;
        }

        end = _body[end] == (byte)'0' ? end + 1 : SkipDigits(end);
        if (_body[end] == (byte)'.')
        {
            end = SkipDigits(end + 1);
        }

        if (_body[end] is (byte)'e' or (byte)'E')
        {
            end++;
            end = SkipDigits(_body[end] is (byte)'+' or (byte)'-' ? end + 1 : end);
        }

        _position = end;
        return _body.Slice(start, end - start);
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
        if (!_body.HasAt(_position, literal))
        {
            Fail(_position, "a value is expected");
        }

        _position += literal.Length;
        return literal;
    }

    private readonly int SkipDigits(int position)
    {
        int start = position;
        while (_body[position] is >= (byte)'0' and <= (byte)'9')
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
