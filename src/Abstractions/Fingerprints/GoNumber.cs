using System.Globalization;

namespace EmbeddedCache;

/// <summary>
/// Numbers the way Go's <c>encoding/json</c> reads them into <c>any</c> and writes them again: as float64, in the fewest digits
/// that read back the same, with an exponent only below 1e-6 and from 1e21 on (<c>1e-9</c>, <c>1e+21</c>).
/// </summary>
internal static class GoNumber
{
    // Any 15 decimal digits survive a float64, so such an integer is its own canonical form.
    private const int SafeDigits = 15;

    // Without an exponent it takes 309 digits to pass 1.8e308.
    private const int SafeLength = 308;

    /// <summary>Whether a float64 can hold it; Go refuses the whole document otherwise. Too small is no trouble: it reads as 0.</summary>
    public static bool IsInRange(ReadOnlySpan<byte> number) =>
        (number.Length <= SafeLength && number.IndexOfAny((byte)'e', (byte)'E') < 0) || TryParse(number, out _);

    /// <summary>Appends a JSON number's canonical form; false, and nothing appended, when a float64 cannot hold it.</summary>
    public static bool TryAppend(ReadOnlySpan<byte> number, PooledBuffer<byte> output)
    {
        if (IsSafeInteger(number))
        {
            output.Append(number);
            return true;
        }

        if (!TryParse(number, out double value))
        {
            return false;
        }

        if (double.IsNegative(value))
        {
            output.Append((byte)'-');
            value = -value;
        }

        Span<byte> digits = stackalloc byte[17];
        int count = ShortestDigits(value, digits, out int point);
        AppendDecimal(digits[..count], point, output);
        return true;
    }

    private static bool IsSafeInteger(ReadOnlySpan<byte> number)
    {
        bool negative = number[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative ? number[1..] : number;

        // Minus zero and the integers that start with it take the long way: -0, but also -0.0 and -0e1, are all "-0".
        return digits.Length <= SafeDigits
            && !(negative && digits[0] == (byte)'0')
            && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool TryParse(ReadOnlySpan<byte> number, out double value) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>The digits d1 d2 ... of value = 0.d1d2... x 10^point, without zeros at either end (none at all for 0).</summary>
    private static int ShortestDigits(double value, Span<byte> digits, out int point)
    {
        // .NET writes the shortest digits too, but in layouts of its own: 123.45, 1.5E-07, 1E+22. And those of 2^-25 and 2^-958 are
        // one too few (2.980232238769531E-08 is the number before 2^-25), so they are read back; 17 digits always are enough.
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        if (!TryParse(text[..length], out double readBack) || readBack != value)
        {
            value.TryFormat(text, out length, "E16", CultureInfo.InvariantCulture);
        }

        text = text[..length];

        int exponent = 0;
        int mark = text.IndexOf((byte)'E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        int dot = text.IndexOf((byte)'.');
        point = (dot < 0 ? text.Length : dot) + exponent;

        int count = 0;
        foreach (byte digit in text)
        {
            if (digit == (byte)'.')
            {
                continue;
            }

            if (count == 0 && digit == (byte)'0')
            {
                point--;
                continue;
            }

            digits[count++] = digit;
        }

        while (count > 0 && digits[count - 1] == (byte)'0')
        {
            count--;
        }

        return count;
    }

    private static void AppendDecimal(ReadOnlySpan<byte> digits, int point, PooledBuffer<byte> output)
    {
        if (digits.IsEmpty)
        {
            output.Append((byte)'0');
        }
        else if (point is < -5 or > 21)
        {
            output.Append(digits[0]);
            if (digits.Length > 1)
            {
                output.Append((byte)'.');
                output.Append(digits[1..]);
            }

            int exponent = point - 1;
            output.Append(exponent < 0 ? "e-"u8 : "e+"u8);
            Math.Abs(exponent).TryFormat(output.Reserve(3), out int written, default, CultureInfo.InvariantCulture);
            output.Commit(written);
        }
        else if (point <= 0)
        {
            output.Append("0."u8);
            AppendZeros(-point, output);
            output.Append(digits);
        }
        else if (point >= digits.Length)
        {
            output.Append(digits);
            AppendZeros(point - digits.Length, output);
        }
        else
        {
            output.Append(digits[..point]);
            output.Append((byte)'.');
            output.Append(digits[point..]);
        }
    }

    private static void AppendZeros(int count, PooledBuffer<byte> output)
    {
        output.Reserve(count)[..count].Fill((byte)'0');
        output.Commit(count);
    }
}
