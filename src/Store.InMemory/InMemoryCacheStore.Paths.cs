namespace EmbeddedCache.Stores;

/// <content>Path tries.</content>
public sealed partial class InMemoryCacheStore
{
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

        string normal = StorePath.Normalize(path);
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
            : new(RemovePath(key, StorePath.Normalize(path), timeToLive: null));
    }

    /// <summary>The paths saved under a key and their values, in no order; empty when there are none.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> GetPaths(CacheKey key)
    {
        if (_keyspace.Find(key) is TrieEntry entry)
        {
            lock (entry)
            {
                if (IsLiveForMe(entry, out _))
                {
                    return entry.Trie.ToList();
                }
            }
        }

        return [];
    }

    private PathMatch? FindLongestPrefix(in CacheKey key, string path, TimeSpan timeToLive)
    {
        while (_keyspace.Find(key) is { } found)
        {
            if (found is not TrieEntry entry)
            {
                return IsLive(found, out _) ? throw WrongKind(found, key) : null;
            }

            bool trusted = entry.Trie.TryFind(path, out TrieMatch match, out int version);
            if (trusted && match.Value is null)
            {
                // A miss renews nothing, so it needs no lock, and it is one as well when the trie has expired.
                return null;
            }

            // Read before the monitor: those who find in one trie wait for each other there, and a clock takes longer than the rest.
            long now = _clock.Now;
            lock (entry)
            {
                now = _clock.NotBefore(entry.LastUse, now);
                if (entry.IsThere(now))
                {
                    if (!trusted || !entry.Trie.IsUnchangedSince(version))
                    {
                        match = entry.Trie.Find(path);
                    }

                    if (match.Value is null)
                    {
                        return null;
                    }

                    entry.Trie.Use(match);
                    Renew(entry, now, timeToLive);
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
            if (!IsLiveForMe(found, out long now))
            {
                return false;
            }

            Expect<TrieEntry>(found, key).Trie.Save(path, value);
            Renew(found, now, timeToLive);
            return true;
        }
    }

    private TrieEntry NewTrie(CacheKey key, string path, string value, TimeSpan timeToLive)
    {
        var trie = new PathTrie(_maxPathsPerTrie, _keyspace.Losses);
        trie.Save(path, value);
        long now = _clock.Now;
        return new TrieEntry(key.ToString(), trie, _clock.DeadlineAfter(now, timeToLive), _clock.UseAt(now));
    }

    // With a time to live, what is left of the trie is renewed.
    private bool RemovePath(in CacheKey key, string path, TimeSpan? timeToLive)
    {
        while (_keyspace.Find(key) is { } found)
        {
            bool isLast = false;
            lock (found)
            {
                if (IsLiveForMe(found, out long now))
                {
                    PathTrie trie = Expect<TrieEntry>(found, key).Trie;
                    bool removed = trie.Remove(path);
                    isLast = trie.Count == 0;
                    if (isLast)
                    {
                        found.MarkRemoved();
                    }
                    else
                    {
                        if (timeToLive is { } life)
                        {
                            Renew(found, now, life);
                        }

                        return removed;
                    }
                }
            }

            // Without the monitor, because the keyspace's gate comes before it.
            _keyspace.TakeOutRemoved(found);
            if (isLast)
            {
                return true;
            }
        }

        return false;
    }
}
