using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;

namespace EmbeddedCache;

/// <summary>
/// Text the way Go's <c>encoding/json</c> reads and writes it. Reading: a <c>\u</c> surrogate without its partner is U+FFFD, and
/// so is every single byte that is not UTF-8 (.NET would make one U+FFFD of a whole broken sequence). Writing: short escapes for
/// <c>" \ \b \f \n \r \t</c>, <c>\u00xx</c> for other controls and for <c>&lt; &gt; &amp;</c>, <c>\u2028</c> and <c>\u2029</c>;
/// everything else as it is.
/// </summary>
internal static class GoText
{
    // 0xE2 leads U+2028 and U+2029, and much else that stays; the two bytes after it decide.
    private static readonly SearchValues<byte> HtmlSpecials = SearchValues.Create([(byte)'<', (byte)'>', (byte)'&', 0xE2]);

    private static readonly SearchValues<byte> AllSpecials = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\', (byte)'<', (byte)'>', (byte)'&', 0xE2]);

    private static ReadOnlySpan<byte> ReplacementCharacter => [0xEF, 0xBF, 0xBD];

    /// <summary>Appends the decoded text, always valid UTF-8.</summary>
    public static void AppendDecoded(JsonText text, PooledBuffer<byte> output)
    {
        ReadOnlySpan<byte> raw = text.Raw;
        if (text.Escapes == JsonEscapes.None)
        {
            AppendValid(raw, output);
            return;
        }

        int position = 0;
        while (position < raw.Length)
        {
            int run = raw[position..].IndexOf((byte)'\\');
            if (run < 0)
            {
                AppendValid(raw[position..], output);
                return;
            }

            if (run > 0)
            {
                AppendValid(raw.Slice(position, run), output);
                position += run;
            }

            int scalar = ReadEscape(raw, ref position);
            if (scalar < 0x80)
            {
                output.Append((byte)scalar);
            }
            else
            {
                output.Commit(new Rune(scalar).EncodeToUtf8(output.Reserve(4)));
            }
        }
    }

    /// <summary>Appends the text in quotes. Most text is copied in whole runs, whatever short escapes it holds.</summary>
    public static void AppendQuoted(JsonText text, PooledBuffer<byte> output, PooledBuffer<byte> scratch)
    {
        output.Append((byte)'"');
        if (text.Escapes != JsonEscapes.Any && Utf8.IsValid(text.Raw))
        {
            AppendEscaped(text.Raw, HtmlSpecials, output);
        }
        else
        {
            scratch.Truncate(0);
            AppendDecoded(text, scratch);
            AppendEscaped(scratch.Written, AllSpecials, output);
        }

        output.Append((byte)'"');
    }

    /// <summary>The Unicode scalar value of the escape at <paramref name="position"/>, which moves past it.</summary>
    public static int ReadEscape(ReadOnlySpan<byte> raw, ref int position)
    {
        byte kind = raw[position + 1];
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

        char first = ReadHex(raw[(position + 2)..]);
        position += 6;
        if (!char.IsSurrogate(first))
        {
            return first;
        }

        // Only a partner that makes a pair is used up; anything else is read on its own.
        if (raw[position..].StartsWith("\\u"u8) && ReadHex(raw[(position + 2)..]) is var second && char.IsSurrogatePair(first, second))
        {
            position += 6;
            return char.ConvertToUtf32(first, second);
        }

        return Rune.ReplacementChar.Value;
    }

    private static char ReadHex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits[..4])
        {
            value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)value;
    }

    private static void AppendValid(ReadOnlySpan<byte> bytes, PooledBuffer<byte> output)
    {
        if (Utf8.IsValid(bytes))
        {
            output.Append(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out int length) == OperationStatus.Done)
            {
                output.Append(bytes[..length]);
                bytes = bytes[length..];
            }
            else
            {
                output.Append(ReplacementCharacter);
                bytes = bytes[1..];
            }
        }
    }

    private static void AppendEscaped(ReadOnlySpan<byte> text, SearchValues<byte> specials, PooledBuffer<byte> output)
    {
        int copied = 0;
        int position = 0;
        while (text[position..].IndexOfAny(specials) is var run and >= 0)
        {
            position += run;
            byte special = text[position];
            if (special != 0xE2)
            {
                output.Append(text[copied..position]);
                AppendEscape(special, output);
                copied = ++position;
            }
            else if (text[position + 1] == 0x80 && (text[position + 2] | 1) == 0xA9)
            {
                output.Append(text[copied..position]);
                output.Append(text[position + 2] == 0xA8 ? "\\u2028"u8 : "\\u2029"u8);
                copied = position += 3;
            }
            else
            {
                position += 3;
            }
        }

        output.Append(text[copied..]);
    }

    private static void AppendEscape(byte special, PooledBuffer<byte> output)
    {
        Debug.Assert(special < 0x80, "Only ASCII has these escapes.");
        byte letter = special switch
        {
            (byte)'"' or (byte)'\\' => special,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => 0,
        };
        if (letter != 0)
        {
            output.Append([(byte)'\\', letter]);
        }
        else
        {
            ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
            output.Append("\\u00"u8);
            output.Append([hex[special >> 4], hex[special & 15]]);
        }
    }
}
