using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace EmbeddedCache;

/// <summary>
/// Text the way Go's <c>encoding/json</c> reads and writes it. Reading: a <c>\u</c> surrogate without its partner is U+FFFD, and
/// so is every single byte that is not UTF-8 (.NET would make one U+FFFD of a whole broken sequence). Writing: short escapes for
/// <c>" \ \b \f \n \r \t</c>, <c>\u00xx</c> for other controls and for <c>&lt; &gt; &amp;</c>, <c>\u2028</c> and <c>\u2029</c>;
/// everything else as it is.
/// </summary>
internal static class GoText
{
    // A block of '<' becomes six times as long, and whole blocks are stored where only a part of them counts.
    private const int Room = 7 * ByteBlock.Size;

    // A block is looked at together with the two bytes after it. After a text in an object there are a quote and a brace at least.
    private const int Ahead = 2;
    private const int ShortestByBlocks = ByteBlock.Size + Ahead;

    private static ReadOnlySpan<byte> ReplacementCharacter => [0xEF, 0xBF, 0xBD];

    /// <summary>Appends the decoded text, always valid UTF-8.</summary>
    public static void AppendDecoded(BodyBytes body, JsonText text, PooledBuffer<byte> output)
    {
        if (text.IsPlain)
        {
            output.Append(text.Raw(body));
        }
        else if (!CanRewrite(body, text))
        {
            RewriteRepaired(body, text, output, isCanonical: false);
        }
        else if ((text.Traits & TextTraits.LongEscapes) != 0)
        {
            Rewrite(body, text.Start, text, output, isCanonical: false);
        }
        else
        {
            int position = BlockRewriting.Rewrite<ShortEscapeChange>(body, text.Start, text.End, output);
            Rewrite(body, position, text, output, isCanonical: false);
        }
    }

    /// <summary>Appends the canonical form of the text, without quotes.</summary>
    public static void AppendCanonical(BodyBytes body, JsonText text, PooledBuffer<byte> output)
    {
        if (text.IsCanonical)
        {
            output.Append(text.Raw(body));
        }
        else if (!CanRewrite(body, text))
        {
            RewriteRepaired(body, text, output, isCanonical: true);
        }
        else if ((text.Traits & (TextTraits.LongEscapes | TextTraits.Separators)) != 0)
        {
            Rewrite(body, text.Start, text, output, isCanonical: true);
        }
        else
        {
            int position = BlockRewriting.Rewrite<HtmlChange>(body, text.Start, text.End, output);
            Rewrite(body, position, text, output, isCanonical: true);
        }
    }

    /// <summary>The Unicode scalar value of the escape at <paramref name="position"/>, which moves past it.</summary>
    public static int ReadEscape(BodyBytes body, ref int position)
    {
        byte kind = body[position + 1];
        if (kind != (byte)'u')
        {
            position += 2;
            return kind switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                _ => kind,
            };
        }

        char first = ReadHex(body, position + 2);
        position += 6;
        if (!char.IsSurrogate(first))
        {
            return first;
        }

        // Only a partner that makes a pair is used up; anything else is read on its own.
        if (body.HasAt(position, "\\u"u8) && ReadHex(body, position + 2) is var second && char.IsSurrogatePair(first, second))
        {
            position += 6;
            return char.ConvertToUtf32(first, second);
        }

        return Rune.ReplacementChar.Value;
    }

    private static bool CanRewrite(BodyBytes body, JsonText text) =>
        (text.Traits & TextTraits.Invalid) == 0 && body.Length >= Math.Max(ShortestByBlocks, text.End + Ahead);

    // The slow way, for bytes that are not UTF-8 and for the ends of bodies: through a copy that is valid and has the room ahead.
    private static unsafe void RewriteRepaired(BodyBytes body, JsonText text, PooledBuffer<byte> output, bool isCanonical)
    {
        byte[] repaired = ArrayPool<byte>.Shared.Rent(checked((text.Length * ReplacementCharacter.Length) + ShortestByBlocks));
        try
        {
            int length = Repair(text.Raw(body), repaired);
            repaired.AsSpan(length, ShortestByBlocks).Clear();
            fixed (byte* start = repaired)
            {
                var copy = new BodyBytes(start, length + ShortestByBlocks);
                Rewrite(copy, 0, new JsonText(0, length, text.Traits & ~TextTraits.Invalid), output, isCanonical);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(repaired);
        }
    }

    private static int Repair(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        int written = 0;
        while (!bytes.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf8(bytes, out _, out int length) == OperationStatus.Done;
            length = isValid ? length : 1;
            ReadOnlySpan<byte> kept = isValid ? bytes[..length] : ReplacementCharacter;
            kept.CopyTo(output[written..]);
            written += kept.Length;
            bytes = bytes[length..];
        }

        return written;
    }

    // Rewrites the rest of a text, any text. Blocks are copied up to each place that must be written another way. One begins where
    // nothing is cut in two: neither an escape nor a surrogate pair.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rewrite(BodyBytes body, int position, JsonText text, PooledBuffer<byte> output, bool isCanonical)
    {
        int end = text.End;
        while (position < end)
        {
            int block = Math.Min(position, body.Length - ShortestByBlocks);
            int blockEnd = Math.Min(end, block + ByteBlock.Size);
            ulong within = ByteBlock.First(blockEnd - block) & (ulong.MaxValue << (position - block));
            ulong changes = isCanonical ? CanonicalChanges(body, block, within, text.Traits) : Escapes(body.Block(block), within);
            Span<byte> room = output.Reserve(Room);
            int written = 0;
            while (changes != 0)
            {
                int place = block + BitOperations.TrailingZeroCount(changes);
                written += Copy(body, position, place, room[written..]);
                position = place;
                int made = WriteLetters(body, ref position, blockEnd, room[written..]);
                written += made > 0 ? made : WriteChange(body, ref position, room[written..], isCanonical);
                changes &= ~ByteBlock.First(position - block);
            }

            if (position < blockEnd)
            {
                written += Copy(body, position, blockEnd, room[written..]);
                position = blockEnd;
            }

            output.Commit(written);
        }
    }

    // Copies a whole block, which is faster than to copy just so many bytes; the room is large enough for that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Copy(BodyBytes body, int start, int end, Span<byte> room)
    {
        if (start == end)
        {
            return 0;
        }

        if (start <= body.Length - ByteBlock.Size)
        {
            body.Block(start).CopyTo(room);
        }
        else
        {
            body.Slice(start, end - start).CopyTo(room);
        }

        return end - start;
    }

    private static ulong Escapes(Vector512<byte> block, ulong within)
    {
        ulong carry = 0;
        return ByteBlock.Escapes(ByteBlock.Equal(block, (byte)'\\') & within, ref carry, out _);
    }

    private static ulong CanonicalChanges(BodyBytes body, int block, ulong within, TextTraits traits)
    {
        Vector512<byte> bytes = body.Block(block);
        ulong changes = ByteBlock.Html(bytes) & within;
        if ((traits & TextTraits.Separators) != 0)
        {
            changes |= ByteBlock.Separators(bytes, body.Block(block + 1), body.Block(block + 2)) & within;
        }

        if ((traits & TextTraits.LongEscapes) != 0)
        {
            // Of an escape at the very end, the letter is in the next block.
            ulong longLetters = ByteBlock.Equal(bytes, (byte)'u') | ByteBlock.Equal(bytes, (byte)'/');
            changes |= Escapes(bytes, within) & ((longLetters >> 1) | (1UL << 63));
        }

        return changes;
    }

    // Writes a run of escapes that stand for letters of the languages that take two or three bytes of UTF-8: some clients escape all that
    // is not ASCII. Returns 0, and stays, where there is no such run.
    private static int WriteLetters(BodyBytes body, ref int position, int end, Span<byte> output)
    {
        int written = 0;
        int read = position;
        int last = Math.Min(end - 1, body.Length - sizeof(ulong));
        for (; read <= last; read += 6)
        {
            ulong word = body.Word(read);
            int scalar = ReadHex((uint)(word >> 16));
            if (word >> 48 != 0x5C75 || scalar < 0x80 || char.IsSurrogate((char)scalar) || (scalar & ~1) == 0x2028)
            {
                break;
            }

            // The first byte lowest; of a letter of two bytes the third is overwritten.
            bool isShort = scalar < 0x800;
            uint bytes = isShort
                ? 0x80C0u | (uint)(scalar >> 6) | ((uint)(scalar & 0x3F) << 8)
                : 0x8080E0u | (uint)(scalar >> 12) | ((uint)(scalar & 0xFC0) << 2) | ((uint)(scalar & 0x3F) << 16);
            BinaryPrimitives.WriteUInt32LittleEndian(output[written..], bytes);
            written += isShort ? 2 : 3;
        }

        position = read;
        return written;
    }

    private static int WriteChange(BodyBytes body, ref int position, Span<byte> output, bool isCanonical)
    {
        int scalar;
        switch (body[position])
        {
            case (byte)'\\':
                scalar = ReadEscape(body, ref position);
                break;
            case 0xE2:
                scalar = 0x2000 | (body[position + 2] & 0x3F);
                position += 3;
                break;
            default:
                scalar = body[position];
                position++;
                break;
        }

        if (isCanonical && scalar is < 0x80 or 0x2028 or 0x2029)
        {
            return WriteEscaped(scalar, output);
        }

        return new Rune(scalar).EncodeToUtf8(output);
    }

    private static int WriteEscaped(int scalar, Span<byte> output)
    {
        int letter = scalar switch
        {
            '"' or '\\' => scalar,
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 0,
        };
        if (letter != 0)
        {
            output[0] = (byte)'\\';
            output[1] = (byte)letter;
            return 2;
        }

        if (scalar is >= 0x20 and < 0x80 and not ('<' or '>' or '&'))
        {
            output[0] = (byte)scalar;
            return 1;
        }

        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        output[0] = (byte)'\\';
        output[1] = (byte)'u';
        output[2] = hex[scalar >> 12];
        output[3] = hex[(scalar >> 8) & 15];
        output[4] = hex[(scalar >> 4) & 15];
        output[5] = hex[scalar & 15];
        return 6;
    }

    private static char ReadHex(BodyBytes body, int position) => ReadHex((uint)(body.Word(position - 2) >> 16));

    // Four digits at once: a letter's low four bits are 9 less than it means, and bit 6 tells a letter.
    private static char ReadHex(uint digits)
    {
        digits = (digits & 0x0F0F0F0F) + (((digits >> 6) & 0x01010101) * 9);
        digits |= digits >> 4;
        return (char)((digits & 0xFF) | ((digits >> 8) & 0xFF00));
    }
}
