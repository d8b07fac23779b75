namespace EmbeddedCache.Stores;

/// <summary>
/// One key of a <see cref="Keyspace"/> and what stands under it. Writers hold the entry's own monitor. Whoever sees an entry expired
/// under the monitor removes it with that: so it stays expired, and nobody renews it any more, not even who began in time.
/// </summary>
internal abstract class Entry(string key, long deadline, long lastUse)
{
    private long _deadline = deadline;
    private long _lastUse = lastUse;

    public string Key { get; } = key;

    /// <summary>The last timestamp at which the entry is there.</summary>
    public long Deadline
    {
        get => Volatile.Read(ref _deadline);
        set => Volatile.Write(ref _deadline, value);
    }

    /// <summary>Orders entries by their last use. Written without the monitor: a lost update only ages an entry a little.</summary>
    public long LastUse
    {
        get => Volatile.Read(ref _lastUse);
        set => Volatile.Write(ref _lastUse, value);
    }

    /// <summary>Where the entry stands in its keyspace's list, -1 when it was taken out; the keyspace's own.</summary>
    public int Position { get; set; }

    /// <summary>
    /// Whether the entry is gone for good: no operation sees it any more, whoever holds it looks its key up again, and it is about to be
    /// taken out of its keyspace. Under the monitor.
    /// </summary>
    public bool Removed { get; private set; }

    public bool IsLive(long now) => now <= Deadline;

    /// <summary>Under the monitor: whether the entry is there. If not, it is removed.</summary>
    public bool IsThere(long now)
    {
        Removed = Removed || !IsLive(now);
        return !Removed;
    }

    /// <summary>Waits for whoever changes the entry, and marks it as removed.</summary>
    public void MarkRemoved()
    {
        lock (this)
        {
            Removed = true;
        }
    }

    /// <summary>The same, when it is still expired then: it may have been renewed by somebody who began in time.</summary>
    public bool MarkRemoved(long ifExpiredAt)
    {
        lock (this)
        {
            return !IsThere(ifExpiredAt);
        }
    }
}

/// <summary>An integer.</summary>
internal sealed class IntegerEntry(string key, long value, long deadline, long lastUse) : Entry(key, deadline, lastUse)
{
    private long _value = value;

    /// <summary>
    /// The integer. Writers of a live entry set it before the deadline and readers read it after the deadline, so that a reader who
    /// trusts a new deadline never gets an old integer with it.
    /// </summary>
    public long Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}

/// <summary>A path trie.</summary>
internal sealed class TrieEntry(string key, PathTrie trie, long deadline, long lastUse) : Entry(key, deadline, lastUse)
{
    public PathTrie Trie { get; } = trie;
}
