using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A third store, as small as can be: a dictionary under one lock. An expired entry stays until its key is used again.</summary>
internal sealed class ToyStore(TimeProvider time) : ICacheStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // When the operation that holds the gate acts: one reading decides all of it.
    private long _now;

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        Do(() => Find(key)?.AsInteger(), cancellationToken);

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Do<IReadOnlyList<long?>>(() => [.. keys.Select(key => Find(key)?.AsInteger())], cancellationToken);
    }

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await Do(() => _entries[key.ToString()] = new Entry(DeadlineAfter(timeToLive), value), cancellationToken);

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) => Do(
        () =>
        {
            long deadline = DeadlineAfter(timeToLive);
            Entry? entry = Find(key);
            entry?.Deadline = deadline;
            return entry is not null;
        },
        cancellationToken);

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        Do(() => Find(key) is not null && _entries.Remove(key.ToString()), cancellationToken);

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) => Do(
        () =>
        {
            long deadline = DeadlineAfter(timeToLive);
            long value = Find(key)?.AsInteger() ?? 0;
            if (value == long.MaxValue)
            {
                throw new CacheStoreException("An increment would overflow.");
            }

            _entries[key.ToString()] = new Entry(deadline, value + 1);
            return value + 1;
        },
        cancellationToken);

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        Do(() => Find(key) is { } entry ? TimeSpan.FromMilliseconds(entry.Deadline - _now) : (TimeSpan?)null, cancellationToken);

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Do(
            () =>
            {
                long deadline = DeadlineAfter(timeToLive);
                Entry? entry = Find(key);
                Dictionary<string, string>? paths = entry?.AsPaths();
                for (int length = path.Length; length > 0 && paths is not null; length = path.LastIndexOf('-', length - 1))
                {
                    if (paths.TryGetValue(path[..length], out string? value))
                    {
                        entry!.Deadline = deadline;
                        return new PathMatch(value, length);
                    }
                }

                return (PathMatch?)null;
            },
            cancellationToken);
    }

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        string normal = Normalize(path);
        await Do(
            () => normal.Length > 0 && Change(key, timeToLive, paths => (paths[normal] = value).Length > 0 || paths.Remove(normal)),
            cancellationToken);
    }

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Do(() => Change(key, timeToLive: null, paths => paths.Remove(Normalize(path))), cancellationToken);
    }

    private static string Normalize(string path) => string.Join('-', path.Split('-', StringSplitOptions.RemoveEmptyEntries));

    private ValueTask<T> Do<T>(Func<T> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _now = time.GetTimestamp() / (time.TimestampFrequency / 1_000);
            return new(action());
        }
    }

    private Entry? Find(CacheKey key)
    {
        if (_entries.TryGetValue(key.ToString(), out Entry? entry) && _now > entry.Deadline)
        {
            _entries.Remove(key.ToString());
            return null;
        }

        return entry;
    }

    private bool Change(CacheKey key, TimeSpan? timeToLive, Func<Dictionary<string, string>, bool> change)
    {
        Entry entry = Find(key) ?? new Entry(deadline: 0, integer: null);
        long deadline = timeToLive is { } life ? DeadlineAfter(life) : entry.Deadline;
        bool changed = change(entry.AsPaths());
        entry.Deadline = deadline;
        _entries[key.ToString()] = entry;
        if (entry.AsPaths().Count == 0)
        {
            _entries.Remove(key.ToString());
        }

        return changed;
    }

    private long DeadlineAfter(TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);
        return _now + (long)Math.Min(Math.Ceiling(timeToLive.TotalMilliseconds), 1e14); // Three thousand years, lest sums overflow.
    }

    private sealed class Entry(long deadline, long? integer)
    {
        private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

        public long Deadline { get; set; } = deadline;

        public long AsInteger() => integer ?? throw new CacheStoreException("The key holds a path trie, not an integer.");

        public Dictionary<string, string> AsPaths() =>
            integer is null ? _paths : throw new CacheStoreException("The key holds an integer, not a path trie.");
    }
}
