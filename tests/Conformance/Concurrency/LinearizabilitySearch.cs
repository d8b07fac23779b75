namespace EmbeddedCache.Conformance;

/// <summary>
/// Looks for an order of the calls on one key that explains all answers: each call takes effect at one moment between its call and its
/// answer, and the reference model gives the same answers in the order of these moments.
/// </summary>
/// <remarks>
/// <para>
/// The search is that of J. M. Wing and C. Gong, "Testing and Verifying Concurrent Objects", Journal of Parallel and Distributed
/// Computing 17, 1993: the next call in the order is any one that began before every other open call was answered. It remembers which
/// sets of calls have led to which entry and goes there only once, as in G. Lowe, "Testing for linearizability", Concurrency and
/// Computation: Practice and Experience 29(4), 2017.
/// </para>
/// <para>
/// One key at a time is enough: a history is linearizable exactly when its part on every object is (M. P. Herlihy and J. M. Wing,
/// "Linearizability: A Correctness Condition for Concurrent Objects", 1990).
/// </para>
/// </remarks>
internal sealed class LinearizabilitySearch
{
    private const int MostCalls = 64;

    private readonly IReadOnlyList<HistoryCall> _calls;
    private readonly TimeWindow _window;
    private readonly TimeSpan _margin;
    private readonly HashSet<(ulong Done, string Entry)> _seen = [];

    private LinearizabilitySearch(IReadOnlyList<HistoryCall> calls, TimeWindow window, TimeSpan margin)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(calls.Count, MostCalls, nameof(calls));
        _calls = calls;
        _window = window;
        _margin = margin;
    }

    /// <summary>Whether some order explains the calls on one key, beginning with nothing under it.</summary>
    /// <param name="calls">At most 64 calls on one key.</param>
    /// <param name="window">From the beginning to the end of the history. No entry's deadline lies near it.</param>
    /// <param name="margin">How far the store's clock may be off.</param>
    /// <returns>Whether the history is linearizable.</returns>
    public static bool IsLinearizable(IReadOnlyList<HistoryCall> calls, TimeWindow window, TimeSpan margin = default) =>
        new LinearizabilitySearch(calls, window, margin).Explains(done: 0, entry: null);

    private bool Explains(ulong done, ModelEntry? entry)
    {
        long firstAnswer = long.MaxValue;
        for (int i = 0; i < _calls.Count; i++)
        {
            if ((done & (1UL << i)) == 0)
            {
                firstAnswer = Math.Min(firstAnswer, _calls[i].Answered);
            }
        }

        if (firstAnswer == long.MaxValue)
        {
            return true;
        }

        if (!_seen.Add((done, entry?.ToString() ?? string.Empty)))
        {
            return false;
        }

        for (int i = 0; i < _calls.Count; i++)
        {
            HistoryCall call = _calls[i];
            if ((done & (1UL << i)) == 0 && call.Called <= firstAnswer)
            {
                (Expectation expected, ModelEntry? next) = ReferenceModel.Apply(entry, call.Operation, _window, _margin);
                if (expected.Allows(call.Answer) && Explains(done | (1UL << i), next))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
