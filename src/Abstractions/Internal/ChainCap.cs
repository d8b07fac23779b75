using System.Text;

namespace EmbeddedCache.Internal;

/// <summary>Bounds a digest chain, so that a hostile conversation costs a store no more than the cap.</summary>
internal static class ChainCap
{
    private const char Separator = '-';

    /// <summary>How many bytes of UTF-8 are used of a chain: 4,096 segments of a history.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxBytesPerChar = 3;

    /// <summary>Whether a chain may be longer than <see cref="MaxBytes"/>.</summary>
    public static bool MayBeTooLong(string chain) => chain.Length > MaxBytes / MaxBytesPerChar;

    /// <summary>
    /// The chain up to the end of its <paramref name="maxSegments"/>-th non-empty segment, or of the last one within
    /// <see cref="MaxBytes"/>: the same string when it has no more.
    /// </summary>
    public static string Apply(string chain, int maxSegments)
    {
        int bytes = MaxBytes;
        int end = 0;
        int position = 0;
        for (int segments = 0; segments < maxSegments; segments++)
        {
            int start = chain.AsSpan(position).IndexOfAnyExcept(Separator);
            if (start < 0)
            {
                return chain;
            }

            int length = chain.AsSpan(position + start).IndexOf(Separator);
            length = start + (length < 0 ? chain.Length - position - start : length);
            bytes -= Encoding.UTF8.GetByteCount(chain.AsSpan(position, length));
            if (bytes < 0)
            {
                break;
            }

            end = position += length;
        }

        return end == chain.Length ? chain : chain[..end];
    }
}
