using System.Buffers;
using System.Runtime.CompilerServices;

namespace EmbeddedCache.Internal;

/// <summary>What a gateway's arguments must be, so that both stores see the same thing: text that UTF-8 can carry, of bounded length.</summary>
internal static class Arguments
{
    public const int MaxNameLength = 1_024;

    // A range of search values is looked for by vectors, and unlike IndexOfAnyInRange allocates nothing before the JIT has optimized it.
    private static readonly SearchValues<char> Surrogates = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

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
        // One vectorised look; text with surrogates in it, rare in hashes and chains, is walked.
        int first = text.AsSpan().IndexOfAny(Surrogates);
        if (first >= 0)
        {
            CheckPairs(text, first, paramName);
        }
    }

    public static void CheckTimeToLive(TimeSpan timeToLive, [CallerArgumentExpression(nameof(timeToLive))] string? paramName = null) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero, paramName);

    private static void CheckPairs(string text, int index, string? paramName)
    {
        while (index < text.Length)
        {
            if (!char.IsSurrogate(text[index]))
            {
                index++;
            }
            else if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                index += 2;
            }
            else
            {
                throw new ArgumentException($"The text is not valid UTF-16: a lone surrogate at index {index}.", paramName);
            }
        }
    }
}
