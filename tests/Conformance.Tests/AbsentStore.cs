using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A store that refuses everything: no check may pass on it.</summary>
internal sealed class AbsentStore : ICacheStore
{
    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
