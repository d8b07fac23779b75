namespace EmbeddedCache.Internal;

/// <summary>Bounds a digest chain, so that a hostile conversation costs a store no more than the cap.</summary>
internal static class ChainCap
{
    private const char Separator = '-';

    /// <summary>The chain up to the end of its <paramref name="maxSegments"/>-th non-empty segment: the same string when it has no more.</summary>
    public static string Apply(string chain, int maxSegments)
    {
        int position = 0;
        for (int segments = 0; segments < maxSegments; segments++)
        {
            int start = chain.AsSpan(position).IndexOfAnyExcept(Separator);
            if (start < 0)
            {
                return chain;
            }

            position += start;
            int length = chain.AsSpan(position).IndexOf(Separator);
            if (length < 0)
            {
                return chain;
            }

            position += length;
        }

        return chain[..position];
    }
}
