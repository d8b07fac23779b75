namespace EmbeddedCache.Stores;

/// <content>Integers.</content>
public sealed partial class InMemoryCacheStore
{
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
                    if (IsLiveForMe(entry, out long now))
                    {
                        entry.Value = value;
                        Renew(entry, now, timeToLive);
                        return ValueTask.CompletedTask;
                    }
                }
            }
        }
        while (!_keyspace.TryReplace(NewInteger(key, value, timeToLive), found));

        return ValueTask.CompletedTask;
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
                    if (IsLiveForMe(found, out long now))
                    {
                        long value = Increment(Expect<IntegerEntry>(found, key), key);
                        Renew(found, now, timeToLive);
                        return new(value);
                    }
                }
            }
        }
        while (!_keyspace.TryReplace(NewInteger(key, 1, timeToLive), found));

        return new(1);
    }

    private long? Get(in CacheKey key)
    {
        Entry? found = _keyspace.Find(key);
        if (found is null || !IsLive(found, out long now))
        {
            return null;
        }

        long value = Expect<IntegerEntry>(found, key).Value;
        found.LastUse = _clock.UseAt(now);
        return value;
    }

    private static long Increment(IntegerEntry entry, in CacheKey key) =>
        entry.Value < long.MaxValue
            ? ++entry.Value
            : throw new CacheStoreException($"An increment of a key of the space '{key.Space}' would overflow.") { Kind = CacheStoreFailure.Entry };

    private IntegerEntry NewInteger(CacheKey key, long value, TimeSpan timeToLive)
    {
        long now = _clock.Now;
        return new IntegerEntry(key.ToString(), value, _clock.DeadlineAfter(now, timeToLive), _clock.UseAt(now));
    }
}
