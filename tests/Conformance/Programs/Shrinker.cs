using System.Diagnostics;

namespace EmbeddedCache.Conformance;

/// <summary>
/// Makes a failing program minimal: no single step can be left out of it and it still fails. (CsCheck shrinks by drawing smaller
/// programs anew; leaving steps out of the one at hand needs far fewer runs, which counts where a run waits for a real clock.)
/// </summary>
/// <remarks>
/// The order of attempts is that of delta debugging: halves first, then ever smaller pieces (Zeller and Hildebrandt, "Simplifying and
/// Isolating Failure-Inducing Input", 2002).
/// </remarks>
internal static class Shrinker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Leaves steps out as long as <paramref name="stillFails"/> says so, and stops when it takes too long.</summary>
    public static async Task<IReadOnlyList<T>> ShrinkAsync<T>(IReadOnlyList<T> steps, Func<IReadOnlyList<T>, Task<bool>> stillFails)
    {
        long start = Stopwatch.GetTimestamp();
        bool smaller = true;
        while (smaller)
        {
            smaller = false;
            for (int piece = Math.Max(1, steps.Count / 2); piece > 0; piece /= 2)
            {
                for (int at = steps.Count - piece; at >= 0; at -= piece)
                {
                    if (Stopwatch.GetElapsedTime(start) > Patience)
                    {
                        return steps;
                    }

                    T[] candidate = [.. steps.Take(at), .. steps.Skip(at + piece)];
                    if (await stillFails(candidate))
                    {
                        steps = candidate;
                        smaller = true;
                    }
                }
            }
        }

        return steps;
    }
}
