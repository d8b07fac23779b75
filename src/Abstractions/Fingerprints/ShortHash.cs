using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;

namespace EmbeddedCache;

/// <summary>A short, fast, non-cryptographic hash of bytes: the hash inside every segment of a digest chain.</summary>
/// <remarks>
/// XXH64 (Yann Collet's xxHash, 64 bits, seed 0) as a number in base 36, digits before lower-case letters, most significant first,
/// without leading zeros. Equal to what the Go original makes with <c>strconv.FormatUint(xxhash.Sum64(data), 36)</c>. It tells
/// texts apart that differ by accident; it does not withstand someone who looks for collisions.
/// </remarks>
public static class ShortHash
{
    /// <summary>The length of the longest short hash: 2^64 - 1 takes 13 digits of base 36.</summary>
    internal const int MaxLength = 13;

    private const ulong SixDigits = 36UL * 36 * 36 * 36 * 36 * 36;
    private const ulong LeastOfTwelveDigits = SixDigits * (SixDigits / 36);

    // Every two digits, the first of them in the low byte.
    private static readonly ushort[] Pairs = MakePairs();

    private static ReadOnlySpan<byte> Digits => "0123456789abcdefghijklmnopqrstuvwxyz"u8;

    /// <summary>The short hash of these bytes.</summary>
    /// <param name="bytes">Any bytes, none included.</param>
    /// <returns>1 to 13 characters of <c>[0-9a-z]</c>.</returns>
    public static string Compute(ReadOnlySpan<byte> bytes) => Text(Hash(bytes));

    /// <summary>A hash in base 36.</summary>
    internal static string Text(ulong hash)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(hash, text)]);
    }

    /// <summary>The hash as a number.</summary>
    /// <remarks>Not inlined, because inside other methods its four sums may be kept in memory, at half the speed.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong Hash(ReadOnlySpan<byte> bytes) => XxHash64.HashToUInt64(bytes);

    /// <summary>Writes a hash in base 36; the destination holds <see cref="MaxLength"/> bytes. Returns how many were written.</summary>
    internal static int Format(ulong hash, Span<byte> destination)
    {
        if (hash < LeastOfTwelveDigits)
        {
            return FormatFew(hash, destination);
        }

        // One digit, which may be missing, and twice six, and those in pairs from a table: a division a digit, each waiting for the one
        // before, took 18 ns where this takes 9.
        (ulong rest, ulong low) = Math.DivRem(hash, SixDigits);
        (ulong first, ulong high) = Math.DivRem(rest, SixDigits);
        int written = first == 0 ? 0 : 1;
        destination[0] = Digits[(int)first];
        WriteSix((uint)high, destination[written..]);
        WriteSix((uint)low, destination[(written + 6)..]);
        return written + 12;
    }

    // One in 140 hashes.
    private static int FormatFew(ulong hash, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        int start = MaxLength;
        do
        {
            (hash, ulong digit) = Math.DivRem(hash, 36);
            digits[--start] = Digits[(int)digit];
        }
        while (hash != 0);

        digits[start..].CopyTo(destination);
        return MaxLength - start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteSix(uint value, Span<byte> destination)
    {
        (uint rest, uint low) = Math.DivRem(value, 36 * 36);
        (uint high, uint middle) = Math.DivRem(rest, 36 * 36);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Pairs[low]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], Pairs[middle]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Pairs[high]);
    }

    private static ushort[] MakePairs()
    {
        var pairs = new ushort[36 * 36];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (ushort)(Digits[i / 36] | (Digits[i % 36] << 8));
        }

        return pairs;
    }
}
