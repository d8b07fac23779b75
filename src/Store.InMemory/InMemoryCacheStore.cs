using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedCache.Stores;

/// <summary>
/// A store in this process: for one node, for development, for samples and tests. It behaves as the Redis store does, keeps within its
/// bounds, and needs nothing. Every operation completes at once; reads that hit allocate nothing.
/// </summary>
/// <remarks>
/// Kept beyond the life of the process only with <see cref="InMemoryStoreOptions.SnapshotPath"/>. Expired entries are given back to the
/// garbage collector within a minute, with no traffic at all. A store that is dropped without being disposed stops its timers by itself.
/// </remarks>
public sealed partial class InMemoryCacheStore : ICacheStore, ICacheStoreStatistics, IAsyncDisposable
{
    private readonly StoreClock _clock;
    private readonly Keyspace _keyspace;
    private readonly Snapshots? _snapshots;
    private readonly (string? Path, TimeSpan Interval) _snapshotSettings;
    private volatile int _maxPathsPerTrie;

    /// <summary>A store of its own: empty, or with what its snapshot holds, which is read before the constructor returns.</summary>
    /// <param name="options">Its bounds, read once; null for the defaults of <see cref="InMemoryStoreOptions"/>.</param>
    /// <param name="timeProvider">Its clock and timer; null for the system's. Lives are counted by its monotonic timestamps.</param>
    /// <param name="logger">Gets what happens to the snapshots, never a key; null for nobody.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public InMemoryCacheStore(InMemoryStoreOptions? options = null, TimeProvider? timeProvider = null, ILogger<InMemoryCacheStore>? logger = null)
    {
        options ??= new InMemoryStoreOptions();
        options.Validate();
        timeProvider ??= TimeProvider.System;

        _clock = new StoreClock(timeProvider);
        _keyspace = new Keyspace(options.MaxEntries, _clock, timeProvider);
        _maxPathsPerTrie = options.MaxPathsPerTrie;
        _snapshotSettings = (options.SnapshotPath, options.SnapshotInterval);
        _snapshots = string.IsNullOrEmpty(options.SnapshotPath) ? null : new Snapshots(options, _keyspace, _clock, timeProvider, logger ?? NullLogger<InMemoryCacheStore>.Instance);
    }

    /// <summary>How many keys are kept, expired ones that were not given back yet included.</summary>
    public int Count => _keyspace.Count;

    /// <summary>How often a snapshot could not be read or written since the start; 0 without snapshots. The logger is told why.</summary>
    public long SnapshotFailures => _snapshots?.Failures ?? 0;

    /// <inheritdoc/>
    public CacheStoreStatistics GetStatistics() => _keyspace.GetStatistics();

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
                if (IsLiveForMe(entry, out long now))
                {
                    Renew(entry, now, timeToLive);
                    return new(true);
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
                if (IsLiveForMe(entry, out long now))
                {
                    return new(_clock.TimeLeft(now, entry.Deadline));
                }
            }

            _keyspace.TakeOutRemoved(entry);
        }

        return new((TimeSpan?)null);
    }

    /// <summary>Keeps within other bounds from now on. A trie keeps the bound it was made with.</summary>
    /// <returns>The settings that need a restart.</returns>
    internal IReadOnlyList<string> Apply(InMemoryStoreOptions options)
    {
        _maxPathsPerTrie = options.MaxPathsPerTrie;
        _keyspace.SetMaxEntries(options.MaxEntries);
        return
        [
            .. options.SnapshotPath == _snapshotSettings.Path ? [] : new[] { nameof(options.SnapshotPath) },
            .. options.SnapshotInterval == _snapshotSettings.Interval ? [] : new[] { nameof(options.SnapshotInterval) },
        ];
    }

    /// <summary>Writes the snapshot, if there is to be one, now and not only at its next turn. For tests.</summary>
    internal void WriteSnapshot() => _snapshots?.WriteInTurn();

    /// <summary>
    /// Stops the timers, writes the last snapshot when <see cref="InMemoryStoreOptions.SnapshotPath"/> is set, and forgets everything. Calls
    /// from then on throw <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_keyspace.Close())
        {
            if (_snapshots is not null)
            {
                await _snapshots.DisposeAsync().ConfigureAwait(false);
            }

            await _keyspace.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void CheckTimeToLive(TimeSpan timeToLive) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);

    private static TEntry Expect<TEntry>(Entry entry, CacheKey key)
        where TEntry : Entry =>
        entry as TEntry ?? throw WrongKind(entry, key);

    private static CacheStoreException WrongKind(Entry entry, CacheKey key) => new(
        entry is TrieEntry
            ? $"A key of the space '{key.Space}' holds a path trie, not an integer."
            : $"A key of the space '{key.Space}' holds an integer, not a path trie.")
    {
        Kind = CacheStoreFailure.Entry,
    };

    // Without the monitor.
    private bool IsLive(Entry entry, out long now)
    {
        now = _clock.Now;
        if (entry.IsLive(now))
        {
            return true;
        }

        // A renewal may be under way, begun in time: whoever holds the monitor is waited for.
        lock (entry)
        {
            return IsLiveForMe(entry, out now);
        }
    }

    // Under the monitor. One reading of the clock decides whether the entry is there and counts its new life.
    private bool IsLiveForMe(Entry entry, out long now)
    {
        now = _clock.Now;
        return entry.IsThere(now);
    }

    // Under the monitor.
    private void Renew(Entry entry, long now, TimeSpan timeToLive)
    {
        entry.Deadline = _clock.DeadlineAfter(now, timeToLive);
        entry.LastUse = _clock.UseAt(now);
    }
}
