namespace EmbeddedCache.Stores;

/// <summary>
/// What was written in this process and is not in the primary yet: the last state of each key, not every write. Bounded; past the bound
/// the keys written least recently go. Its members are called under the store's gate; <see cref="IsEmpty"/> and <see cref="Count"/> also without.
/// </summary>
internal sealed class Journal(int maxEntries, int maxPathsPerTrie, TimeProvider time)
{
    private readonly Dictionary<CacheKey, LinkedListNode<JournalEntry>> _entries = new(CacheKeyText.Comparer);
    private readonly LinkedList<JournalEntry> _byAge = [];
    private long _versions;
    private int _count;
    private long _dropped;

    /// <summary>Keys and paths.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => Count == 0;

    /// <summary>How many keys and paths had to go so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public bool Contains(in CacheKey key) => _entries.ContainsKey(key);

    /// <summary>Whether something was written that a write which the primary has carried out meanwhile would be on top of: a renewal alone is not.</summary>
    /// <param name="key">The key.</param>
    /// <param name="path">The path that was written; null when it was the whole entry.</param>
    public bool HasWritten(in CacheKey key, string? path) =>
        _entries.TryGetValue(key, out LinkedListNode<JournalEntry>? node)
        && (node.Value.Base != JournalBase.Kept || node.Value.Increments > 0 || (path is null ? node.Value.Paths is { Count: > 0 } : node.Value.Paths?.ContainsKey(path) == true));

    /// <summary>The keys that are there now, written least recently first.</summary>
    public CacheKey[] Keys() => [.. _byAge.Select(static entry => entry.Key)];

    public JournalEntry? Read(in CacheKey key) => _entries.TryGetValue(key, out LinkedListNode<JournalEntry>? node) ? node.Value.Copy() : null;

    /// <summary>How long the entry lives, as far as it was said here.</summary>
    public TimeSpan? KnownLife(in CacheKey key) =>
        _entries.TryGetValue(key, out LinkedListNode<JournalEntry>? node) && node.Value.Renewal is not null ? node.Value.TimeLeft(time) : null;

    /// <param name="key">The key.</param>
    /// <param name="value">The integer.</param>
    /// <param name="life">From now on.</param>
    /// <param name="known">What stood there before, as far as is known here.</param>
    /// <param name="isUncertain">Whether the primary may carry it out late.</param>
    public void Set(in CacheKey key, long value, TimeSpan life, long? known, bool isUncertain) => Note(key, isThere: false, isUncertain, entry =>
    {
        entry.Known ??= known;
        entry.Restart(JournalBase.Set);
        entry.Value = value;
        entry.Renewal = (time.GetTimestamp(), life);
    });

    /// <param name="key">The key.</param>
    /// <param name="known">What stood there, as far as is known here.</param>
    /// <param name="knownLife">How long it would have lived on; null when that is not known.</param>
    /// <param name="isUncertain">Whether the primary may carry it out late.</param>
    public void Delete(in CacheKey key, long? known, TimeSpan? knownLife, bool isUncertain) => Note(key, isThere: false, isUncertain, entry =>
    {
        entry.Known ??= known;
        entry.Restart(JournalBase.Deleted);
        entry.Deleted = knownLife is { } life ? (time.GetTimestamp(), life) : null;
    });

    /// <param name="key">The key.</param>
    /// <param name="life">From now on.</param>
    /// <param name="isThere">Whether there was an integer here.</param>
    /// <param name="isUncertain">Whether the primary may carry it out late.</param>
    public void Increment(in CacheKey key, TimeSpan life, bool isThere, bool isUncertain) => Note(key, isThere, isUncertain, entry =>
    {
        if (entry.Base == JournalBase.Kept)
        {
            entry.Increments++;
        }
        else
        {
            entry.Base = JournalBase.Set;
            entry.Value++;
        }

        entry.Renewal = (time.GetTimestamp(), life);
    });

    /// <summary>The entry is there, and was renewed.</summary>
    public void Renew(in CacheKey key, TimeSpan life, bool isUncertain) =>
        Note(key, isThere: true, isUncertain, entry => entry.Renewal = (time.GetTimestamp(), life));

    /// <param name="key">The key.</param>
    /// <param name="path">A path without empty segments.</param>
    /// <param name="value">Null or empty for one that was removed.</param>
    /// <param name="life">From now on; null when it was not renewed.</param>
    /// <param name="known">What stood there before, as far as is known here.</param>
    /// <param name="isThere">Whether there was a trie here.</param>
    /// <param name="isUncertain">Whether the primary may carry it out late.</param>
    public void Path(in CacheKey key, string path, string? value, TimeSpan? life, string? known, bool isThere, bool isUncertain) => Note(key, isThere, isUncertain, entry =>
    {
        entry.Paths ??= new(StringComparer.Ordinal);
        entry.Paths[path] = new(string.IsNullOrEmpty(value) ? null : value, entry.Paths.TryGetValue(path, out JournalPath before) ? before.Known : known);
        if (entry.Paths.Count > maxPathsPerTrie)
        {
            entry.Paths.Remove(entry.Paths.Keys.First(other => other != path));
            Interlocked.Increment(ref _dropped);
        }

        if (life is { } renewed)
        {
            entry.Renewal = (time.GetTimestamp(), renewed);
        }
    });

    /// <summary>
    /// Takes out what the primary was told. What was noted meanwhile stays.
    /// </summary>
    /// <param name="told">What <see cref="Read"/> gave.</param>
    /// <param name="increments">How many of its increments the primary has counted.</param>
    /// <param name="isWhole">Whether it was told everything.</param>
    /// <param name="isUncertain">Whether it may carry out late what it was told: that would look newer than what was noted meanwhile.</param>
    public void Settle(JournalEntry told, long increments, bool isWhole, bool isUncertain)
    {
        if (!_entries.TryGetValue(told.Key, out LinkedListNode<JournalEntry>? node))
        {
            return;
        }

        JournalEntry entry = node.Value;
        entry.IsUncertain |= isUncertain;
        if (isWhole && entry.Version == told.Version)
        {
            Remove(node);
        }
        else
        {
            SettlePart(entry, told, increments, isWhole);
        }
    }

    // What came on top of what was told stays, and is measured against it.
    private void SettlePart(JournalEntry entry, JournalEntry told, long increments, bool isWhole)
    {
        if (isWhole && told.Base == JournalBase.Set)
        {
            entry.Known = told.Value;
        }

        if (entry.Era != told.Era)
        {
            return;
        }

        entry.Increments -= increments;
        if (!isWhole)
        {
            return;
        }

        if (told.Base == JournalBase.Deleted && entry.Base == JournalBase.Deleted)
        {
            entry.Base = JournalBase.Kept;
        }

        int before = entry.Size;
        foreach ((string path, JournalPath saved) in told.Paths ?? [])
        {
            if (entry.Paths is { } paths && paths.TryGetValue(path, out JournalPath now))
            {
                if (now.Value == saved.Value)
                {
                    paths.Remove(path);
                }
                else
                {
                    paths[path] = now with { Known = saved.Value };
                }
            }
        }

        Volatile.Write(ref _count, _count + entry.Size - before);
    }

    // The memory of this process decides whether an entry is still there: it counts lives in whole milliseconds and looked at the clock
    // a moment ago, so one that it has just renewed may be expired by this clock.
    private void Note(in CacheKey key, bool isThere, bool isUncertain, Action<JournalEntry> change)
    {
        if (_entries.TryGetValue(key, out LinkedListNode<JournalEntry>? node))
        {
            _byAge.Remove(node);
        }
        else
        {
            _entries.Add(key, node = new LinkedListNode<JournalEntry>(new JournalEntry(key)));
            _count++;
        }

        _byAge.AddLast(node);
        JournalEntry entry = node.Value;
        if (!isThere && entry.IsExpired(time))
        {
            entry.Restart(JournalBase.Kept);
        }

        int before = entry.Size;
        change(entry);
        entry.IsUncertain |= isUncertain;
        entry.Version = ++_versions;
        Volatile.Write(ref _count, _count + entry.Size - before);
        while (_count > maxEntries)
        {
            Interlocked.Add(ref _dropped, _byAge.First!.Value.Size);
            Remove(_byAge.First);
        }
    }

    private void Remove(LinkedListNode<JournalEntry> node)
    {
        _byAge.Remove(node);
        _entries.Remove(node.Value.Key);
        Volatile.Write(ref _count, _count - node.Value.Size);
    }
}
