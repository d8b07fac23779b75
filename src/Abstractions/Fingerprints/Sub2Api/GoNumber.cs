using System.Globalization;
using System.IO.Hashing;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>
/// Numbers the way Go's <c>encoding/json</c> reads them into <c>any</c> and writes them again: as float64, in the fewest digits
/// that read back the same, with an exponent only below 1e-6 and from 1e21 on (<c>1e-9</c>, <c>1e+21</c>).
/// </summary>
internal static class GoNumber
{
    // The longest: a sign, "0.00000", and 17 digits.
    private const int MaxLength = 32;

    /// <summary>Whether a float64 can hold it; Go refuses the whole document otherwise. Too small is no trouble: it reads as 0.</summary>
    public static bool IsInRange(ReadOnlySpan<byte> number) => double.IsFinite(Parse(number));

    /// <summary>Hashes a JSON number that is in range, as Go writes it.</summary>
    public static void Append(ReadOnlySpan<byte> number, XxHash64 hash)
    {
        double value = Parse(number);
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);

        // The shortest digits of 2^-25 and 2^-958 are one too few in .NET: 2.980232238769531E-08 is the number before 2^-25.
        if (Parse(text[..length]) != value)
        {
            value.TryFormat(text, out length, "E16", CultureInfo.InvariantCulture);
        }

        int mark = text[..length].IndexOf((byte)'E');
        if (mark >= 0 && Math.Abs(value) is >= 1e-6 and < 1e21)
        {
            // The digits are the same, and a decimal holds 28 of them.
            decimal digits = decimal.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
            digits.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        }
        else if (mark >= 0)
        {
            int exponent = int.Parse(text[(mark + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text[mark++] = (byte)'e';
            exponent.TryFormat(text[mark..], out length, "+0;-0", CultureInfo.InvariantCulture);
            length += mark;
        }

        hash.Append(text[..length]);
    }

    private static double Parse(ReadOnlySpan<byte> number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
}
