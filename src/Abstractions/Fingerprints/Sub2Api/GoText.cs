using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>
/// Text the way Go's <c>encoding/json</c> (1.22 or later) reads and writes it. Reading: a <c>\u</c> surrogate without its partner and every
/// byte that is not UTF-8 become U+FFFD. Writing: short escapes for <c>" \ \b \f \n \r \t</c>, <c>\u00xx</c> for other controls and for
/// <c>&lt; &gt; &amp;</c>, <c>\u2028</c> and <c>\u2029</c>.
/// </summary>
internal static class GoText
{
    private static readonly SearchValues<byte> Escapes = SearchValues.Create((byte)'\\');
    private static readonly SearchValues<byte> EscapesAndEscaped = SearchValues.Create([.. "\\<>&"u8, 0xE2]);

    /// <summary>Hashes the text between the quotes of a JSON string, decoded.</summary>
    public static void AppendDecoded(ReadOnlySpan<byte> raw, XxHash64 hash) => Append(raw, hash, isCanonical: false);

    /// <summary>Hashes the text between the quotes of a JSON string as Go writes it, with its quotes.</summary>
    public static void AppendCanonical(ReadOnlySpan<byte> raw, XxHash64 hash)
    {
        hash.Append("\""u8);
        Append(raw, hash, isCanonical: true);
        hash.Append("\""u8);
    }

    /// <summary>Compares two such texts by their code points, which is the order of their bytes in UTF-8.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (IsPlain(left) && IsPlain(right))
        {
            return left.SequenceCompareTo(right);
        }

        while (!left.IsEmpty && !right.IsEmpty)
        {
            int order = NextRune(ref left).CompareTo(NextRune(ref right));
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool IsPlain(ReadOnlySpan<byte> raw) => raw.IndexOf((byte)'\\') < 0 && Utf8.IsValid(raw);

    private static void Append(ReadOnlySpan<byte> raw, XxHash64 hash, bool isCanonical)
    {
        while (!raw.IsEmpty)
        {
            int valid = ValidLength(raw);
            AppendValid(raw[..valid], hash, isCanonical);
            raw = raw[valid..];
            if (!raw.IsEmpty)
            {
                hash.Append("\uFFFD"u8);
                raw = raw[1..];
            }
        }
    }

    private static int ValidLength(ReadOnlySpan<byte> raw)
    {
        if (Utf8.IsValid(raw))
        {
            return raw.Length;
        }

        int valid = 0;
        while (Rune.DecodeFromUtf8(raw[valid..], out _, out int length) == OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private static void AppendValid(ReadOnlySpan<byte> raw, XxHash64 hash, bool isCanonical)
    {
        SearchValues<byte> special = isCanonical ? EscapesAndEscaped : Escapes;
        while (raw.IndexOfAny(special) is var index and >= 0)
        {
            hash.Append(raw[..index]);
            raw = raw[index..];
            AppendRune(NextRune(ref raw), hash, isCanonical);
        }

        hash.Append(raw);
    }

    private static Rune NextRune(ref ReadOnlySpan<byte> raw)
    {
        if (raw[0] == (byte)'\\')
        {
            if (raw[1] == (byte)'u')
            {
                return EscapedText.ReadRune(ref raw);
            }

            var meaning = new Rune(EscapedText.Meaning(raw[1]));
            raw = raw[2..];
            return meaning;
        }

        bool isValid = Rune.DecodeFromUtf8(raw, out Rune rune, out int length) == OperationStatus.Done;
        raw = raw[(isValid ? length : 1)..];
        return rune;
    }

    private static void AppendRune(Rune rune, XxHash64 hash, bool isCanonical)
    {
        Span<byte> bytes = stackalloc byte[6];
        int length;
        int place = isCanonical && rune.IsAscii ? "\"\\\b\f\n\r\t"u8.IndexOf((byte)rune.Value) : -1;
        if (place >= 0)
        {
            bytes[0] = (byte)'\\';
            bytes[1] = "\"\\bfnrt"u8[place];
            length = 2;
        }
        else if (isCanonical && rune.Value is < 0x20 or '<' or '>' or '&' or 0x2028 or 0x2029)
        {
            "\\u"u8.CopyTo(bytes);
            rune.Value.TryFormat(bytes[2..], out length, "x4", CultureInfo.InvariantCulture);
            length += 2;
        }
        else
        {
            length = rune.EncodeToUtf8(bytes);
        }

        hash.Append(bytes[..length]);
    }
}
