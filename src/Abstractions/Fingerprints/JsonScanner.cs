using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace EmbeddedCache;

/// <summary>
/// Reads a request body forward, once, as strict JSON (RFC 8259): no comments, no trailing commas, nothing after the end, at most
/// <see cref="MaxDepth"/> objects and arrays inside one another. The caller asks for what it expects; anything else is a
/// <see cref="FormatException"/> that says where and never quotes the body.
/// </summary>
/// <remarks>
/// Why not <c>Utf8JsonReader</c>: past a string's first escape it goes byte by byte. On a conversation full of code its reading alone,
/// nothing hashed, was measured at 1,110 MB/s where a whole digest chain made with this scanner runs at 910 to 1,010; and its errors
/// quote the body. Here a string is searched vector by vector for what may end it. Tests hold the two to the same verdict on every
/// body. Bytes that are not UTF-8 pass, as they do in Go, inside strings only; <see cref="GoText"/> replaces them.
/// </remarks>
internal ref partial struct JsonScanner
{
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _body;
    private int _position;
    private int _depth;

    // Right after '{' or '[', where the end may follow and no comma may. One flag serves all levels: whatever is read clears it.
    private bool _opened;

    public JsonScanner(ReadOnlySpan<byte> body) => _body = body;

    /// <summary>After <see cref="Peek"/>: where the next value starts. Pass it to <see cref="At"/> to read that value again.</summary>
    public readonly int Position => _position;

    /// <summary>A scanner on a value that was read before, so one whose form and depth are known to be right.</summary>
    public readonly JsonScanner At(int position)
    {
        JsonScanner other = this;
        other._position = position;
        return other;
    }

    /// <summary>The kind of the next value.</summary>
    public JsonKind Peek()
    {
        switch (NextByte())
        {
            case (byte)'"':
                return JsonKind.String;
            case (byte)'{':
                return JsonKind.Object;
            case (byte)'[':
                return JsonKind.Array;
            case (byte)'t':
                return JsonKind.True;
            case (byte)'f':
                return JsonKind.False;
            case (byte)'n':
                return JsonKind.Null;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return JsonKind.Number;
            default:
                Fail(_position, "a value is expected");
                return default;
        }
    }

    public void BeginObject() => Begin((byte)'{', "an object is expected");

    public void BeginArray() => Begin((byte)'[', "an array is expected");

    /// <summary>Whether the object has another member: its name is read, its value comes next.</summary>
    public bool NextMember(out JsonText name)
    {
        if (!Next((byte)'}', "a comma or the end of the object is expected"))
        {
            name = default;
            return false;
        }

        if (NextByte() != (byte)'"')
        {
            Fail(_position, "a member name is expected");
        }

        name = ReadText();
        if (NextByte() != (byte)':')
        {
            Fail(_position, "a colon is expected");
        }

        _position++;
        return true;
    }

    /// <summary>Whether the array has another element, which comes next.</summary>
    public bool NextElement() => Next((byte)']', "a comma or the end of the array is expected");

    /// <summary>
    /// Reads past the next value. With <paramref name="checkNumbers"/> its numbers must fit a float64: where Go reads a whole body
    /// into <c>any</c>, one that does not fit spoils it wherever it stands.
    /// </summary>
    public void Skip(bool checkNumbers)
    {
        switch (Peek())
        {
            case JsonKind.String:
                ReadText();
                break;
            case JsonKind.Number:
                int start = _position;
                ReadOnlySpan<byte> number = ReadNumber();
                if (checkNumbers && !GoNumber.IsInRange(number))
                {
                    FailNumber(start);
                }

                break;
            case JsonKind.Object:
                BeginObject();
                while (NextMember(out _))
                {
                    Skip(checkNumbers);
                }

                break;
            case JsonKind.Array:
                BeginArray();
                while (NextElement())
                {
                    Skip(checkNumbers);
                }

                break;
            default:
                ReadLiteral();
                break;
        }
    }

    /// <summary>Nothing but white space may follow.</summary>
    public void End()
    {
        if (SkipWhiteSpace() < _body.Length)
        {
            Fail(_position, "nothing more is expected");
        }
    }

    [DoesNotReturn]
    public readonly void FailNumber(int position) => Fail(position, "the number does not fit a float64");

    [DoesNotReturn]
    public readonly void Fail(int position, string what) => throw JsonFault.At(_body, position, what);

    private void Begin(byte bracket, string expected)
    {
        if (NextByte() != bracket)
        {
            Fail(_position, expected);
        }

        if (++_depth > MaxDepth)
        {
            Fail(_position, $"at most {MaxDepth} objects and arrays may be nested");
        }

        _position++;
        _opened = true;
    }

    private bool Next(byte closing, string expected)
    {
        byte next = NextByte();
        bool first = _opened;
        _opened = false;
        if (next == closing)
        {
            _position++;
            _depth--;
            return false;
        }

        if (!first)
        {
            if (next != (byte)',')
            {
                Fail(_position, expected);
            }

            _position++;
        }

        return true;
    }

    // The byte of the next token, 0 at the end: no token starts with NUL, so every caller fails there by itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte NextByte()
    {
        byte next = ByteAt(_position);
        return next > (byte)' ' ? next : ByteAt(SkipWhiteSpace());
    }

    private int SkipWhiteSpace()
    {
        while (ByteAt(_position) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }

        return _position;
    }

    private readonly byte ByteAt(int position) => (uint)position < (uint)_body.Length ? _body[position] : (byte)0;
}
