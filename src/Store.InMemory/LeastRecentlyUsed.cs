using System.Diagnostics.CodeAnalysis;

namespace EmbeddedCache.Stores;

/// <summary>
/// Gives out entries in the order of their last use, oldest first. Uses are only stamps on the entries, so that a hit costs no list and
/// no lock; the order is made when it is needed: one look at all entries chooses a batch of the oldest, which is given out one by one.
/// </summary>
/// <remarks>
/// The order is exact. An entry that was used since it was chosen is passed over; every entry outside the batch was used later than
/// the batch was chosen for, and uses only get later. With a batch of a 64th of the entries a removal costs 64 looks on average.
/// </remarks>
internal sealed class LeastRecentlyUsed
{
    private const int SmallestBatch = 64;

    // Newest of the chosen ones first, so that a better choice replaces the head, and the oldest are taken from the end.
    private static readonly Comparer<long> NewestFirst = Comparer<long>.Create(static (left, right) => right.CompareTo(left));

    private readonly PriorityQueue<Entry, long> _choice = new(NewestFirst);
    private readonly List<(Entry Entry, long LastUse)> _batch = [];

    public void Choose(List<Entry> entries)
    {
        int size = Math.Max(SmallestBatch, entries.Count / 64);
        foreach (Entry entry in entries)
        {
            long lastUse = entry.LastUse;
            if (_choice.Count < size)
            {
                _choice.Enqueue(entry, lastUse);
            }
            else if (_choice.TryPeek(out _, out long newest) && lastUse < newest)
            {
                _choice.EnqueueDequeue(entry, lastUse);
            }
        }

        _batch.Clear();
        while (_choice.TryDequeue(out Entry? entry, out long lastUse))
        {
            _batch.Add((entry, lastUse));
        }
    }

    /// <summary>The oldest of the batch that was not used since; it may have been removed meanwhile.</summary>
    public bool TryTake([NotNullWhen(true)] out Entry? victim)
    {
        while (_batch.Count > 0)
        {
            (Entry entry, long lastUse) = _batch[^1];
            _batch.RemoveAt(_batch.Count - 1);
            if (entry.LastUse == lastUse)
            {
                victim = entry;
                return true;
            }
        }

        victim = null;
        return false;
    }

    public void Clear()
    {
        _choice.Clear();
        _batch.Clear();
    }
}
