using System.Globalization;
using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// The canonical form made byte by byte, from any bytes, sharing nothing with the product: no vectors, no blocks, nothing kept from one
/// byte to the next. It reads what <see cref="ReferenceJson"/> cannot, lone surrogates and invalid UTF-8, and knows where JSON is wrong.
/// </summary>
internal sealed class SlowJson
{
    private readonly byte[] _json;
    private int _position;

    private SlowJson(byte[] json) => _json = json;

    private int Next => _position < _json.Length ? _json[_position] : -1;

    /// <summary>The canonical form, or null and the byte at which it turns out not to be JSON.</summary>
    public static (string? Canonical, int FaultAt) Of(byte[] json)
    {
        var slow = new SlowJson(json);
        try
        {
            string canonical = slow.Value();
            slow.Spaces();
            return slow.Next < 0 ? (canonical, -1) : (null, slow._position);
        }
        catch (FormatException fault)
        {
            return (null, int.Parse(fault.Message, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What a string's bytes between its quotes mean, as Go reads them.</summary>
    public static string Decoded(byte[] raw) => new SlowJson([(byte)'"', .. raw, (byte)'"']).Text();

    private static FormatException At(int position) => new(position.ToString(CultureInfo.InvariantCulture));

    private string Value()
    {
        Spaces();
        return Next switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => ReferenceJson.Quoted(Text()),
            't' => Literal("true"),
            'f' => Literal("false"),
            'n' => Literal("null"),
            '-' or (>= '0' and <= '9') => Number(),
            _ => throw At(_position),
        };
    }

    private string Object()
    {
        var members = new Dictionary<string, string>();
        _position++;
        Spaces();
        while (Next != '}')
        {
            if (members.Count > 0)
            {
                Expect(',');
                Spaces();
            }

            if (Next != '"')
            {
                throw At(_position);
            }

            string name = Text();
            Spaces();
            Expect(':');
            members[name] = Value();
            Spaces();
        }

        _position++;
        IEnumerable<string> sorted = members
            .OrderBy(member => Convert.ToHexString(Encoding.UTF8.GetBytes(member.Key)), StringComparer.Ordinal)
            .Select(member => ReferenceJson.Quoted(member.Key) + ":" + member.Value);
        return "{" + string.Join(',', sorted) + "}";
    }

    private string Array()
    {
        var elements = new List<string>();
        _position++;
        Spaces();
        while (Next != ']')
        {
            if (elements.Count > 0)
            {
                Expect(',');
            }

            elements.Add(Value());
            Spaces();
        }

        _position++;
        return "[" + string.Join(',', elements) + "]";
    }

    private string Text()
    {
        int start = _position++;
        var text = new StringBuilder();
        while (Next != '"')
        {
            if (Next < 0)
            {
                throw At(start);
            }

            if (Next < 0x20)
            {
                throw At(_position);
            }

            text.Append(Next == '\\' ? Escape() : Character());
        }

        _position++;
        return text.ToString();
    }

    private string Escape()
    {
        int start = _position++;
        int letter = Next;
        _position++;
        switch (letter)
        {
            case '"' or '\\' or '/':
                return ((char)letter).ToString();
            case 'b':
                return "\b";
            case 'f':
                return "\f";
            case 'n':
                return "\n";
            case 'r':
                return "\r";
            case 't':
                return "\t";
            case 'u':
                char first = Unit(start);
                if (!char.IsSurrogate(first))
                {
                    return first.ToString();
                }

                int after = _position;
                if (char.IsHighSurrogate(first) && Next == '\\' && _position + 1 < _json.Length && _json[_position + 1] == 'u')
                {
                    _position += 2;
                    char second = Unit(after);
                    if (char.IsLowSurrogate(second))
                    {
                        return new string([first, second]);
                    }

                    _position = after;
                }

                return "\ufffd";
            default:
                throw At(start);
        }
    }

    private char Unit(int escape)
    {
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            int digit = Next < 0 ? -1 : "0123456789abcdef".IndexOf(char.ToLowerInvariant((char)Next));
            if (digit < 0)
            {
                throw At(escape);
            }

            value = (value * 16) + digit;
            _position++;
        }

        return (char)value;
    }

    // One code point, or one byte that begins none.
    private string Character()
    {
        for (int length = 1; length <= 4 && _position + length <= _json.Length; length++)
        {
            string text = Encoding.UTF8.GetString(_json, _position, length);
            if (text.EnumerateRunes().Count() == 1 && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(_json.AsSpan(_position, length)))
            {
                _position += length;
                return text;
            }
        }

        _position++;
        return "\ufffd";
    }

    private string Number()
    {
        int start = _position;
        if (Next == '-')
        {
            _position++;
        }

        if (Next == '0')
        {
            _position++;
        }
        else
        {
            Digits();
        }

        if (Next == '.')
        {
            _position++;
            Digits();
        }

        if (Next is 'e' or 'E')
        {
            _position++;
            if (Next is '+' or '-')
            {
                _position++;
            }

            Digits();
        }

        double value = double.Parse(Encoding.ASCII.GetString(_json, start, _position - start), CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? ReferenceJson.Number(value) : throw At(start);
    }

    private void Digits()
    {
        if (Next is not (>= '0' and <= '9'))
        {
            throw At(_position);
        }

        while (Next is >= '0' and <= '9')
        {
            _position++;
        }
    }

    private string Literal(string literal)
    {
        if (_json.Length - _position < literal.Length || Encoding.Latin1.GetString(_json, _position, literal.Length) != literal)
        {
            throw At(_position);
        }

        _position += literal.Length;
        return literal;
    }

    private void Expect(char punctuation)
    {
        if (Next != punctuation)
        {
            throw At(_position);
        }

        _position++;
    }

    private void Spaces()
    {
        while (Next is ' ' or '\n' or '\r' or '\t')
        {
            _position++;
        }
    }
}
