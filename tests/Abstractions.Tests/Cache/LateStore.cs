using System.Collections.Concurrent;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Tests;

/// <summary>A store whose calls end when the test says so.</summary>
internal sealed class LateStore : ICacheStore, IRemoteCacheStore
{
    /// <summary>The calls that wait: the key, and how to end them, with null for the answer of the key's id.</summary>
    public ConcurrentQueue<(CacheKey Key, Action<Exception?> End)> Waiting { get; } = [];

    public string SystemName => "late";

    /// <summary>Ends the next call.</summary>
    public void EndNext(Exception? failure = null)
    {
        Waiting.TryDequeue(out (CacheKey Key, Action<Exception?> End) call).Should().BeTrue();
        call.End(failure);
    }

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) => new(Wait(key, (long?)key.Id));

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        new(Wait<IReadOnlyList<long?>>(keys[0], [.. keys.Select(static key => (long?)key.Id)]));

    public ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) => new(Wait(key, true));

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) => new(Wait(key, true));

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) => new(Wait(key, true));

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) => new(Wait(key, key.Id));

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) => new(Wait(key, (TimeSpan?)null));

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        new(Wait<PathMatch?>(key, new PathMatch($"session:{key.Id}", path.Length)));

    public ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) => new(Wait(key, true));

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) => new(Wait(key, true));

    public ValueTask<RemoteStoreStatus> ProbeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private Task<T> Wait<T>(CacheKey key, T answer)
    {
        var ending = new TaskCompletionSource<T>();
        Waiting.Enqueue((key, failure =>
        {
            if (failure is null)
            {
                ending.SetResult(answer);
            }
            else
            {
                ending.SetException(failure);
            }
        }));
        return ending.Task;
    }
}
