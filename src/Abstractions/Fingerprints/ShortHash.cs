using System.IO.Hashing;
using System.Text;

namespace EmbeddedCache;

/// <summary>A short, fast, non-cryptographic hash of bytes: the hash inside every segment of a chain.</summary>
/// <remarks>
/// XXH64 (Yann Collet's xxHash, 64 bits, seed 0) as a number in base 36, digits before lower-case letters, most significant first,
/// without leading zeros. Equal to what Go makes with <c>strconv.FormatUint(xxhash.Sum64(data), 36)</c>. It tells texts apart that differ
/// by accident; it does not withstand someone who looks for collisions.
/// </remarks>
public static class ShortHash
{
    /// <summary>The length of the longest short hash: 2^64 - 1 takes 13 digits of base 36.</summary>
    internal const int MaxLength = 13;

    /// <summary>The length of the longest segment: a dash, a letter, a colon and the hash.</summary>
    internal const int MaxSegmentLength = 3 + MaxLength;

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
    internal static ulong Hash(ReadOnlySpan<byte> bytes) => XxHash64.HashToUInt64(bytes);

    /// <summary>Writes a hash in base 36; the destination holds <see cref="MaxLength"/> bytes. Returns how many were written.</summary>
    internal static int Format(ulong hash, Span<byte> destination)
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

    /// <summary>Writes a segment of a chain, <c>letter:hash</c>, with a dash before it unless it is the first. Returns how many bytes were written.</summary>
    internal static int FormatSegment(char letter, ulong hash, bool isFirst, Span<byte> destination)
    {
        int start = isFirst ? 0 : 1;
        destination[0] = (byte)'-';
        destination[start] = (byte)letter;
        destination[start + 1] = (byte)':';
        return start + 2 + Format(hash, destination[(start + 2)..]);
    }
}
