namespace EmbeddedCache.Conformance;

/// <summary>
/// What may stand under one key, after all that was answered so far. Near its deadline an entry of a store in real time may be there or
/// be gone; both are followed, and the next answers tell which it was. On a clock that is moved there is ever only one possibility.
/// </summary>
internal sealed class PossibleEntries
{
    private IReadOnlyList<ModelEntry?> _entries = [null];

    /// <summary>Whether a trie may stand there.</summary>
    public bool MayBeTrie(TimeWindow now, TimeSpan margin) => Alive(now, margin).Any(entry => entry is { IsInteger: false });

    /// <summary>Takes note of an answer.</summary>
    /// <returns>Null; or, when nothing that may stand there explains the answer, what was expected.</returns>
    public string? Observe(Operation operation, Answer answer, TimeWindow now, TimeSpan margin)
    {
        var steps = Alive(now, margin).Select(entry => ReferenceModel.Apply(entry, operation, now, margin)).ToList();
        List<ModelEntry?> next =
        [
            .. steps.Where(step => step.Expected.Allows(answer)).Select(step => step.Next).DistinctBy(entry => entry?.ToString()),
        ];
        if (next.Count == 0)
        {
            return string.Join(" or ", steps.Select(step => step.Expected.ToString()).Distinct());
        }

        _entries = next;
        return null;
    }

    private IEnumerable<ModelEntry?> Alive(TimeWindow now, TimeSpan margin)
    {
        foreach (ModelEntry? entry in _entries)
        {
            bool surelyGone = entry is null || now.Earliest - margin > entry.Deadline.Latest;
            bool surelyThere = entry is not null && now.Latest + margin <= entry.Deadline.Earliest;
            if (!surelyGone)
            {
                yield return entry;
            }

            if (!surelyThere)
            {
                yield return null;
            }
        }
    }
}
