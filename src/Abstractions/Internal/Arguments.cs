using System.Runtime.CompilerServices;

namespace EmbeddedCache.Internal;

/// <summary>What a gateway's arguments must be, so that both stores see the same thing: text that UTF-8 can carry, of bounded length.</summary>
internal static class Arguments
{
    public const int MaxNameLength = 1_024;

    public static void CheckName(string? name, [CallerArgumentExpression(nameof(name))] string? paramName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, paramName);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException($"At most {MaxNameLength} characters are taken; this has {name.Length}.", paramName);
        }

        CheckText(name, paramName);
    }

    public static void CheckText(string text, [CallerArgumentExpression(nameof(text))] string? paramName = null)
    {
        if (TextScan.MayHaveSurrogates(text))
        {
            CheckPairs(text, paramName);
        }
    }

    /// <summary>Checks the text of a chain, and cuts it behind its <paramref name="maxSegments"/>-th non-empty segment, or before if it is very long.</summary>
    public static string CheckChain(string chain, int maxSegments, [CallerArgumentExpression(nameof(chain))] string? paramName = null)
    {
        if (TextScan.MayHaveSurrogates(chain, out int separators))
        {
            CheckPairs(chain, paramName);
        }

        return separators < maxSegments && !ChainCap.MayBeTooLong(chain) ? chain : ChainCap.Apply(chain, maxSegments);
    }

    public static void CheckTimeToLive(TimeSpan timeToLive, [CallerArgumentExpression(nameof(timeToLive))] string? paramName = null) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero, paramName);

    private static void CheckPairs(string text, string? paramName)
    {
        int first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int index = first < 0 ? text.Length : first; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                throw new ArgumentException($"The text is not valid UTF-16: a lone surrogate at index {index}.", paramName);
            }

            index++;
        }
    }
}
