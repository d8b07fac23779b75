using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A store that does as another one, except where it is told otherwise.</summary>
internal sealed class AlteredStore(ICacheStore store) : ICacheStore
{
    public ICacheStore Original { get; } = store;

    /// <summary>What becomes of every key before it is used.</summary>
    public Func<CacheKey, CacheKey> Key { get; init; } = key => key;

    /// <summary>What becomes of every time to live before it is used.</summary>
    public Func<TimeSpan, TimeSpan> Life { get; init; } = life => life;

    /// <summary>What becomes of every cancellation token before it is used.</summary>
    public Func<CancellationToken, CancellationToken> Token { get; init; } = token => token;

    public Func<CacheKey, CancellationToken, ValueTask<long?>> Get { get; init; } = store.GetAsync;

    public Func<IReadOnlyList<CacheKey>, CancellationToken, ValueTask<IReadOnlyList<long?>>> GetMany { get; init; } = store.GetManyAsync;

    public Func<CacheKey, long, TimeSpan, CancellationToken, ValueTask> Set { get; init; } = store.SetAsync;

    public Func<CacheKey, TimeSpan, CancellationToken, ValueTask<bool>> Expire { get; init; } = store.ExpireAsync;

    public Func<CacheKey, CancellationToken, ValueTask<bool>> Delete { get; init; } = store.DeleteAsync;

    public Func<CacheKey, TimeSpan, CancellationToken, ValueTask<long>> Increment { get; init; } = store.IncrementAsync;

    public Func<CacheKey, CancellationToken, ValueTask<TimeSpan?>> GetTimeToLive { get; init; } = store.GetTimeToLiveAsync;

    public Func<CacheKey, string, TimeSpan, CancellationToken, ValueTask<PathMatch?>> Find { get; init; } = store.FindLongestPrefixAsync;

    public Func<CacheKey, string, string, TimeSpan, CancellationToken, ValueTask> Save { get; init; } = store.SavePathAsync;

    public Func<CacheKey, string, CancellationToken, ValueTask<bool>> Remove { get; init; } = store.RemovePathAsync;

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) => Get(Key(key), Token(cancellationToken));

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        GetMany(keys is null ? null! : [.. keys.Select(Key)], Token(cancellationToken));

    public ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Set(Key(key), value, Life(timeToLive), Token(cancellationToken));

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Expire(Key(key), Life(timeToLive), Token(cancellationToken));

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) => Delete(Key(key), Token(cancellationToken));

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Increment(Key(key), Life(timeToLive), Token(cancellationToken));

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        GetTimeToLive(Key(key), Token(cancellationToken));

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Find(Key(key), path, Life(timeToLive), Token(cancellationToken));

    public ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Save(Key(key), path, value, Life(timeToLive), Token(cancellationToken));

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) =>
        Remove(Key(key), path, Token(cancellationToken));
}
