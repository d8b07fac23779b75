using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Load;

/// <summary>
/// Stands between one worker's cache and the store, and sees the failures that best-effort reads keep to themselves: so that an answer
/// "nothing" of a store that worked is told from that of one that did not.
/// </summary>
internal sealed class Witness(ICacheStore store) : ICacheStore
{
    private volatile CacheStoreException? _failure;

    /// <summary>The failure since the last <see cref="Forget"/>.</summary>
    public CacheStoreException? Failure => _failure;

    public void Forget() => _failure = null;

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.GetAsync(key, cancellationToken));

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.GetManyAsync(keys, cancellationToken));

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await SeeAsync(() => DoneAsync(store.SetAsync(key, value, timeToLive, cancellationToken)));

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.ExpireAsync(key, timeToLive, cancellationToken));

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.DeleteAsync(key, cancellationToken));

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.IncrementAsync(key, timeToLive, cancellationToken));

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.GetTimeToLiveAsync(key, cancellationToken));

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.FindLongestPrefixAsync(key, path, timeToLive, cancellationToken));

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await SeeAsync(() => DoneAsync(store.SavePathAsync(key, path, value, timeToLive, cancellationToken)));

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) =>
        SeeAsync(() => store.RemovePathAsync(key, path, cancellationToken));

    private static async ValueTask<bool> DoneAsync(ValueTask pending)
    {
        await pending;
        return true;
    }

    private async ValueTask<TResult> SeeAsync<TResult>(Func<ValueTask<TResult>> call)
    {
        try
        {
            return await call();
        }
        catch (CacheStoreException failure)
        {
            _failure = failure;
            throw;
        }
    }
}
