using System.Globalization;
using System.Text;

namespace EmbeddedCache.Fingerprints;

/// <summary>
/// The text between the quotes of a JSON string. The platform's own decoder throws on lone surrogates and on bytes that are not UTF-8; here
/// a <c>\u</c> surrogate without its partner becomes U+FFFD, and other bytes stay as they are.
/// </summary>
internal static class EscapedText
{
    /// <summary>Decodes a text that the JSON reader has accepted.</summary>
    /// <param name="raw">The text with its escapes.</param>
    /// <param name="destination">Room for as many bytes: no escape is shorter than what it means.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        int written = 0;
        while (raw.IndexOf((byte)'\\') is var escape and >= 0)
        {
            raw[..escape].CopyTo(destination[written..]);
            written += escape;
            raw = raw[escape..];
            if (raw[1] == (byte)'u')
            {
                written += ReadRune(ref raw).EncodeToUtf8(destination[written..]);
            }
            else
            {
                destination[written++] = Meaning(raw[1]);
                raw = raw[2..];
            }
        }

        raw.CopyTo(destination[written..]);
        return written + raw.Length;
    }

    /// <summary>Whether an escaped text means these few bytes.</summary>
    public static bool Means(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text)
    {
        // The longest escape is six bytes for one.
        if (raw.Length > 6 * text.Length)
        {
            return false;
        }

        Span<byte> decoded = stackalloc byte[6 * text.Length];
        return decoded[..Decode(raw, decoded)].SequenceEqual(text);
    }

    /// <summary>Reads a <c>\u</c> escape, or two that make a surrogate pair.</summary>
    public static Rune ReadRune(ref ReadOnlySpan<byte> raw)
    {
        char first = ReadUnit(raw);
        raw = raw[6..];

        // Only a partner that makes a pair is used up; anything else is read on its own.
        if (char.IsHighSurrogate(first) && raw.StartsWith("\\u"u8) && Rune.TryCreate(first, ReadUnit(raw), out Rune pair))
        {
            raw = raw[6..];
            return pair;
        }

        return Rune.TryCreate(first, out Rune rune) ? rune : Rune.ReplacementChar;
    }

    /// <summary>What the escape <c>\letter</c> means.</summary>
    public static byte Meaning(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    // The JSON reader has seen the four digits.
    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
