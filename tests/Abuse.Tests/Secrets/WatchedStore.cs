using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>
/// Passes every call on with a secret in the name of its key and in front of each path and value, and lets every exception be read for it. The
/// secret is where nothing compares it, so a store answers as it would without.
/// </summary>
internal sealed class WatchedStore(ICacheStore store, SecretScan secrets) : ICacheStore, IAsyncDisposable
{
    // A segment of its own, so that a prefix is one with it as well.
    private const string Stem = SecretScan.Marker + "-";

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        ReadAsync(() => store.GetAsync(Secret(key), cancellationToken));

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        ReadAsync(() => store.GetManyAsync(keys is null ? keys! : [.. keys.Select(Secret)], cancellationToken));

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await ReadAsync(() => DoneAsync(store.SetAsync(Secret(key), value, timeToLive, cancellationToken)));

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        ReadAsync(() => store.ExpireAsync(Secret(key), timeToLive, cancellationToken));

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        ReadAsync(() => store.DeleteAsync(Secret(key), cancellationToken));

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        ReadAsync(() => store.IncrementAsync(Secret(key), timeToLive, cancellationToken));

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        ReadAsync(() => store.GetTimeToLiveAsync(Secret(key), cancellationToken));

    public async ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        bool isMarked = path?.Length > 0 && path[0] != StorePath.Separator;
        PathMatch? match = await ReadAsync(() => store.FindLongestPrefixAsync(Secret(key), isMarked ? Stem + path : path!, timeToLive, cancellationToken));
        return match is { } found && isMarked ? new PathMatch(found.Value[SecretScan.Marker.Length..], found.Length - Stem.Length) : match;
    }

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        bool hasSegment = path?.AsSpan().ContainsAnyExcept(StorePath.Separator) == true;
        await ReadAsync(() => DoneAsync(store.SavePathAsync(
            Secret(key), hasSegment ? Stem + path : path!, value?.Length > 0 ? SecretScan.Marker + value : value!, timeToLive, cancellationToken)));
    }

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default)
    {
        bool hasSegment = path?.AsSpan().ContainsAnyExcept(StorePath.Separator) == true;
        return ReadAsync(() => store.RemovePathAsync(Secret(key), hasSegment ? Stem + path : path!, cancellationToken));
    }

    public ValueTask DisposeAsync() => store is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    private static CacheKey Secret(CacheKey key) => key.Name is null ? key : key with { Name = key.Name + SecretScan.Marker };

    private static async ValueTask<bool> DoneAsync(ValueTask task)
    {
        await task;
        return true;
    }

    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception)
        {
            secrets.Look(exception);
            throw;
        }
    }
}
