namespace EmbeddedCache.Stores;

/// <summary>
/// A store in this process: for one node, for development, for samples and tests. It behaves as the Redis store does, keeps within its
/// bounds, and needs nothing. Every operation completes at once; reads that hit allocate nothing.
/// </summary>
/// <remarks>
/// Not kept: anything beyond the life of the process. Expired entries are given back to the garbage collector within a minute, with no
/// traffic at all. A store that is dropped without being disposed stops its timer by itself.
/// </remarks>
public sealed class InMemoryCacheStore : ICacheStore, IAsyncDisposable
{
    private readonly StoreClock _clock;
    private readonly Keyspace _keyspace;
    private readonly int _maxPathsPerTrie;

    /// <summary>A store of its own, empty.</summary>
    /// <param name="options">Its bounds, read once; null for the defaults of <see cref="InMemoryStoreOptions"/>.</param>
    /// <param name="timeProvider">Its clock and timer; null for the system's. Lives are counted by its monotonic timestamps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public InMemoryCacheStore(InMemoryStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new InMemoryStoreOptions();
        options.Validate();
        timeProvider ??= TimeProvider.System;

        _clock = new StoreClock(timeProvider);
        _keyspace = new Keyspace(options.MaxEntries, _clock, timeProvider);
        _maxPathsPerTrie = options.MaxPathsPerTrie;
    }

    /// <summary>How many keys are kept, expired ones that were not given back yet included.</summary>
    public int Count => _keyspace.Count;

    /// <inheritdoc/>
    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<long?>(cancellationToken) : new(Get(key));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<long?>>(cancellationToken);
        }

        var values = new long?[keys.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Get(keys[i]);
        }

        return new(values);
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        CheckTimeToLive(timeToLive);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Entry? found;
        do
        {
            found = _keyspace.Find(key);
            if (found is IntegerEntry entry)
            {
                lock (entry)
                {
                    if (TryRenew(entry, timeToLive, value))
                    {
                        return ValueTask.CompletedTask;
                    }
                }
            }
        }
        while (!_keyspace.TryReplace(NewInteger(key, value, timeToLive), found));

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        CheckTimeToLive(timeToLive);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        while (_keyspace.Find(key) is { } entry)
        {
            lock (entry)
            {
                if (!entry.Removed)
                {
                    return new(TryRenew(entry, timeToLive));
                }
            }

            _keyspace.TakeOutRemoved(entry);
        }

        return new(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        while (_keyspace.Find(key) is { } entry)
        {
            bool removed;
            bool live;
            lock (entry)
            {
                removed = entry.Removed;
                live = entry.IsLive(_clock.Now);
                entry.MarkRemoved();
            }

            _keyspace.TakeOutRemoved(entry);
            if (!removed)
            {
                return new(live);
            }
        }

        return new(false);
    }

    /// <inheritdoc/>
    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        CheckTimeToLive(timeToLive);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        Entry? found;
        do
        {
            found = _keyspace.Find(key);
            if (found is not null)
            {
                lock (found)
                {
                    if (!found.Removed && found.IsLive(_clock.Now))
                    {
                        return new(Increment(Expect<IntegerEntry>(found, key), key, timeToLive));
                    }
                }
            }
        }
        while (!_keyspace.TryReplace(NewInteger(key, 1, timeToLive), found));

        return new(1);
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TimeSpan?>(cancellationToken);
        }

        while (_keyspace.Find(key) is { } entry)
        {
            lock (entry)
            {
                if (!entry.Removed)
                {
                    long now = _clock.Now;
                    return new(entry.IsLive(now) ? _clock.TimeLeft(now, entry.Deadline) : null);
                }
            }

            _keyspace.TakeOutRemoved(entry);
        }

        return new((TimeSpan?)null);
    }

    /// <inheritdoc/>
    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckTimeToLive(timeToLive);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<PathMatch?>(cancellationToken)
            : new(FindLongestPrefix(key, path, timeToLive));
    }

    /// <inheritdoc/>
    public ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        CheckTimeToLive(timeToLive);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        string normal = PathText.Normalize(path);
        if (normal.Length == 0)
        {
            return ValueTask.CompletedTask;
        }

        if (value.Length == 0)
        {
            RemovePath(key, normal, timeToLive);
        }
        else
        {
            SavePath(key, normal, value, timeToLive);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new(RemovePath(key, PathText.Normalize(path), timeToLive: null));
    }

    /// <summary>Stops the timer and forgets everything. Calls from then on throw <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => _keyspace.DisposeAsync();

    /// <summary>The paths saved under a key and their values, in no order; empty when there are none.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> GetPaths(CacheKey key)
    {
        if (_keyspace.Find(key) is TrieEntry entry)
        {
            lock (entry)
            {
                if (!entry.Removed && entry.IsLive(_clock.Now))
                {
                    return entry.Trie.ToList();
                }
            }
        }

        return [];
    }

    private static void CheckTimeToLive(TimeSpan timeToLive) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);

    private static TEntry Expect<TEntry>(Entry entry, CacheKey key)
        where TEntry : Entry =>
        entry as TEntry ?? throw new CacheStoreException(
            entry is TrieEntry
                ? $"A key of the space '{key.Space}' holds a path trie, not an integer."
                : $"A key of the space '{key.Space}' holds an integer, not a path trie.");

    private long? Get(in CacheKey key)
    {
        Entry? found = _keyspace.Find(key);
        if (found is null)
        {
            return null;
        }

        long now = _clock.Now;
        if (!found.IsLive(now) && !IsLiveAfterAll(found, ref now))
        {
            return null;
        }

        long value = Expect<IntegerEntry>(found, key).Value;
        found.LastUse = _clock.UseAt(now);
        return value;
    }

    // A renewal may be under way, begun in time: whoever holds the monitor is waited for.
    private bool IsLiveAfterAll(Entry entry, ref long now)
    {
        lock (entry)
        {
            now = _clock.Now;
            return entry.IsLive(now);
        }
    }

    // Under the entry's monitor.
    private bool TryRenew(Entry entry, TimeSpan timeToLive, long? value = null)
    {
        long now = _clock.Now;
        if (entry.Removed || !entry.IsLive(now))
        {
            return false;
        }

        if (value is { } integer)
        {
            ((IntegerEntry)entry).Value = integer;
        }

        entry.Deadline = _clock.DeadlineAfter(now, timeToLive);
        entry.LastUse = _clock.UseAt(now);
        return true;
    }

    // Under the entry's monitor.
    private long Increment(IntegerEntry entry, CacheKey key, TimeSpan timeToLive)
    {
        if (entry.Value == long.MaxValue)
        {
            throw new CacheStoreException($"An increment of a key of the space '{key.Space}' would overflow.");
        }

        long value = entry.Value + 1;
        TryRenew(entry, timeToLive, value);
        return value;
    }

    private IntegerEntry NewInteger(CacheKey key, long value, TimeSpan timeToLive)
    {
        long now = _clock.Now;
        return new IntegerEntry(key.ToString(), value, _clock.DeadlineAfter(now, timeToLive), _clock.UseAt(now));
    }

    private PathMatch? FindLongestPrefix(in CacheKey key, string path, TimeSpan timeToLive)
    {
        while (_keyspace.Find(key) is { } found)
        {
            if (!found.IsLive(_clock.Now))
            {
                long now = 0;
                if (!IsLiveAfterAll(found, ref now))
                {
                    return null;
                }
            }

            TrieEntry entry = Expect<TrieEntry>(found, key);
            bool trusted = entry.Trie.TryFind(path, out TrieMatch match, out int version);
            if (trusted && match.Value is null)
            {
                // A miss renews nothing, so it needs no lock.
                return null;
            }

            lock (entry)
            {
                if (!entry.Removed)
                {
                    if (!trusted || !entry.Trie.IsUnchangedSince(version))
                    {
                        match = entry.Trie.Find(path);
                    }

                    if (match.Value is null || !TryRenew(entry, timeToLive))
                    {
                        return null;
                    }

                    entry.Trie.Use(match);
                    return new PathMatch(match.Value, match.Length);
                }
            }

            _keyspace.TakeOutRemoved(entry);
        }

        return null;
    }

    private void SavePath(in CacheKey key, string path, string value, TimeSpan timeToLive)
    {
        Entry? found;
        do
        {
            found = _keyspace.Find(key);
            if (found is not null && TrySavePath(found, key, path, value, timeToLive))
            {
                return;
            }
        }
        while (!_keyspace.TryReplace(NewTrie(key, path, value, timeToLive), found));
    }

    private bool TrySavePath(Entry found, in CacheKey key, string path, string value, TimeSpan timeToLive)
    {
        lock (found)
        {
            if (found.Removed || !found.IsLive(_clock.Now))
            {
                return false;
            }

            Expect<TrieEntry>(found, key).Trie.Save(path, value);
            TryRenew(found, timeToLive);
            return true;
        }
    }

    private TrieEntry NewTrie(CacheKey key, string path, string value, TimeSpan timeToLive)
    {
        var trie = new PathTrie(_maxPathsPerTrie);
        trie.Save(path, value);
        long now = _clock.Now;
        return new TrieEntry(key.ToString(), trie, _clock.DeadlineAfter(now, timeToLive), _clock.UseAt(now));
    }

    private bool RemovePath(in CacheKey key, string path, TimeSpan? timeToLive)
    {
        while (_keyspace.Find(key) is { } found)
        {
            lock (found)
            {
                if (!found.Removed)
                {
                    if (!found.IsLive(_clock.Now))
                    {
                        return false;
                    }

                    PathTrie trie = Expect<TrieEntry>(found, key).Trie;
                    bool removed = trie.Remove(path);
                    if (trie.Count > 0)
                    {
                        if (timeToLive is { } life)
                        {
                            TryRenew(found, life);
                        }

                        return removed;
                    }

                    found.MarkRemoved();
                }
            }

            // Taken out without the monitor: the keyspace's gate comes before it.
            _keyspace.TakeOutRemoved(found);
            return true;
        }

        return false;
    }
}
