using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace EmbeddedCache;

/// <content>
/// Strings. One ends at its quote, and nearly all of the work is to find that and to tell what stands before it, sixty-four bytes at a
/// time: no search is begun anew at an escape, and short strings that share a block share the looking at it.
/// </content>
internal partial struct JsonScanner
{
    // A block is looked at together with the three bytes before it, of which a sequence of UTF-8 may consist but for its last.
    private const int BytesBefore = 3;
    private const int ShortestByBlocks = BytesBefore + ByteBlock.Size;

    private static readonly SearchValues<byte> TextStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> Html = SearchValues.Create("<>&"u8);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    public JsonText ReadText()
    {
        int position = Skip(_position);
        if (_body[position] != (byte)'"')
        {
            Fail(position, "a string is expected");
        }

        JsonText text = ReadTextAt(position + 1);
        _position = text.End + 1;
        return text;
    }

    // Reads a text from behind its opening quote; the position stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private JsonText ReadTextAt(int start)
    {
        int offset = start - _block;
        ulong marks = (uint)offset < ByteBlock.Size ? _marks >> offset : 0;
        if (marks == 0)
        {
            return ReadTextInNewBlock(start);
        }

        int length = BitOperations.TrailingZeroCount(marks);
        return _body[start + length] == (byte)'"' ? new JsonText(start, length, TextTraits.None) : ReadTextByBlocks(start);
    }

    private JsonText ReadTextInNewBlock(int start)
    {
        if (_body.Length < ShortestByBlocks || start >= _body.Length)
        {
            return ReadTextByBytes(start);
        }

        // The last block of a body is one that reaches back, so that none reaches past the end.
        _block = Math.Min(start, _body.Length - ByteBlock.Size);
        _marks = ByteBlock.Marks(_body.Block(_block));
        ulong marks = _marks >> (start - _block);
        int length = BitOperations.TrailingZeroCount(marks);
        return marks != 0 && _body[start + length] == (byte)'"'
            ? new JsonText(start, length, TextTraits.None)
            : ReadTextByBlocks(start);
    }

    // Text that is longer than its block, or not plain.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private JsonText ReadTextByBlocks(int start)
    {
        BodyBytes body = _body;
        int last = body.Length - ByteBlock.Size;
        int block = _block;
        ulong within = ulong.MaxValue << (start - block);
        ulong escapeCarry = 0;
        ulong digitsCarry = 0;
        bool isSequenceOpen = false;
        TextTraits traits = TextTraits.None;
        while (block >= BytesBefore)
        {
            Vector512<byte> bytes = body.Block(block);
            ulong quotes = ByteBlock.Equal(bytes, (byte)'"') & within;
            ulong backslashes = ByteBlock.Equal(bytes, (byte)'\\') & within;
            ulong unusual = ByteBlock.ControlsAndBeyondAscii(bytes);
            ulong beyondAscii = bytes.ExtractMostSignificantBits();
            ulong html = ByteBlock.Html(bytes);
            ByteBlock.Escapes(backslashes, ref escapeCarry, out ulong escaped);

            // Up to the end, or all of the block when it has none: 0 - 1 is every bit.
            ulong end = quotes & ~escaped;
            end &= 0 - end;
            ulong inside = within & (end - 1);
            traits |= (backslashes & inside) != 0 ? TextTraits.Escapes : TextTraits.None;
            traits |= (html & inside) != 0 ? TextTraits.Html : TextTraits.None;

            // A new line is by far the most frequent escape beside those of quotes and of backslashes.
            escaped &= inside & ~(quotes | backslashes | ByteBlock.Equal(bytes, (byte)'n'));
            if ((escaped | digitsCarry) != 0)
            {
                traits |= LookAtEscapes(body, block, escaped, inside | end, ref digitsCarry);
            }

            if ((beyondAscii & inside) != 0 || isSequenceOpen)
            {
                traits |= LookAtSequences(body, block, inside | end);
                isSequenceOpen = beyondAscii >> (ByteBlock.Size - BytesBefore) != 0;
            }

            if ((unusual & ~beyondAscii & inside) != 0 || (traits & TextTraits.Faulty) != 0)
            {
                // A control, or an escape that is none.
                break;
            }

            if (end != 0)
            {
                _block = block;
                _marks = ByteBlock.Marks(body.Block(block));
                return new JsonText(start, block + BitOperations.TrailingZeroCount(end) - start, traits);
            }

            int next = block + ByteBlock.Size;
            if ((quotes | backslashes | html | escapeCarry | digitsCarry) == 0)
            {
                next = unusual == 0 ? SkipPlain(body, next) : SkipBeyondAscii(body, next, ref traits);
                isSequenceOpen = unusual != 0;
            }

            if (next >= body.Length)
            {
                break;
            }

            block = Math.Min(next, last);
            within = ulong.MaxValue << (next - block);
            if (next != block)
            {
                // What is carried speaks of the first byte that was not looked at yet.
                escapeCarry <<= next - block;
                digitsCarry <<= next - block;
            }
        }

        return ReadTextByBytes(start);
    }

    // Among plain blocks one question is enough.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int SkipPlain(BodyBytes body, int next)
    {
        while (next <= body.Length - ByteBlock.Size && ByteBlock.Marks(body.Block(next)) == 0)
        {
            next += ByteBlock.Size;
        }

        return next;
    }

    // And among those that are plain but for what is not ASCII, two.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int SkipBeyondAscii(BodyBytes body, int next, ref TextTraits traits)
    {
        while (next <= body.Length - ByteBlock.Size && ByteBlock.AsciiMarks(body.Block(next)) == 0)
        {
            traits |= LookAtSequences(body, next, ulong.MaxValue);
            next += ByteBlock.Size;
        }

        return next;
    }

    // The bytes that are escaped but for quotes, backslashes and new lines.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TextTraits LookAtEscapes(BodyBytes body, int block, ulong escaped, ulong reach, ref ulong digitsCarry)
    {
        Vector512<byte> bytes = body.Block(block);
        escaped &= ~ByteBlock.ControlLetters(bytes);
        if ((escaped | digitsCarry) == 0)
        {
            return TextTraits.None;
        }

        ulong unicode = escaped & ByteBlock.Equal(bytes, (byte)'u');
        ulong slashes = escaped & ByteBlock.Equal(bytes, (byte)'/');
        ulong digits = (unicode << 1) | (unicode << 2) | (unicode << 3) | (unicode << 4) | digitsCarry;
        digitsCarry = (unicode >> 63) | (unicode >> 62) | (unicode >> 61) | (unicode >> 60);

        // The closing quote is in reach and no digit, so an escape that it cuts short is found too.
        bool isFaulty = (escaped & ~unicode & ~slashes) != 0 || (digits & reach & ~ByteBlock.HexDigits(bytes)) != 0;
        return isFaulty ? TextTraits.LongEscapes | TextTraits.Faulty : TextTraits.LongEscapes;
    }

    // What is not ASCII. Before a text there are only ASCII bytes, which cannot mislead.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TextTraits LookAtSequences(BodyBytes body, int block, ulong reach)
    {
        Vector512<byte> bytes = body.Block(block);
        Vector512<byte> before = body.Block(block - 1);
        ulong faults = ByteBlock.Utf8Faults(bytes, before, body.Block(block - 2), body.Block(block - BytesBefore)) & reach;
        ulong separators = ByteBlock.MaybeSeparators(bytes, before) & reach;
        return (faults != 0 ? TextTraits.Invalid : TextTraits.None) | (separators != 0 ? TextTraits.Separators : TextTraits.None);
    }

    // The same without blocks: for a body too short to have one, for text at the very start, and to say what is wrong with a text, and where.
    private readonly JsonText ReadTextByBytes(int start)
    {
        TextTraits traits = TextTraits.None;
        int end = start;
        while (true)
        {
            int run = _body.Span[end..].IndexOfAny(TextStops);
            if (run < 0)
            {
                Fail(start - 1, "the string has no end");
            }

            end += run;
            byte stop = _body[end];
            if (stop == (byte)'"')
            {
                break;
            }

            if (stop != (byte)'\\')
            {
                Fail(end, "a control character in a string must be escaped");
            }

            end += EscapeLength(end, ref traits);
        }

        ReadOnlySpan<byte> raw = _body.Slice(start, end - start);
        traits |= raw.ContainsAny(Html) ? TextTraits.Html : TextTraits.None;
        traits |= raw.Contains((byte)0xE2) ? TextTraits.Separators : TextTraits.None;
        traits |= Utf8.IsValid(raw) ? TextTraits.None : TextTraits.Invalid;
        return new JsonText(start, raw.Length, traits);
    }

    private readonly int EscapeLength(int position, ref TextTraits traits)
    {
        traits |= TextTraits.Escapes;
        switch (_body[position + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return 2;
            case (byte)'/':
                traits |= TextTraits.LongEscapes;
                return 2;
            case (byte)'u' when position + 6 <= _body.Length && !_body.Slice(position + 2, 4).ContainsAnyExcept(HexDigits):
                traits |= TextTraits.LongEscapes;
                return 6;
            default:
                Fail(position, "no such escape");
                return 0;
        }
    }
}
