using EmbeddedCache.Stores;

namespace EmbeddedCache.Tests;

/// <summary>A store that notes what it is asked, answers from an in-memory one, and fails when told to.</summary>
internal class RecordingStore : ICacheStore, IAsyncDisposable
{
    private readonly InMemoryCacheStore _inner = new();

    public List<string> Calls { get; } = [];

    /// <summary>What the next calls end with; null for an answer.</summary>
    public Func<Exception>? Failure { get; set; }

    /// <summary>Done at every call.</summary>
    public Action? OnCall { get; set; }

    /// <summary>Whether failures come later, or are thrown at once.</summary>
    public bool FailsAsynchronously { get; set; }

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        Note($"Get {key}", () => _inner.GetAsync(key, cancellationToken));

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        Note($"GetMany {string.Join(' ', keys)}", () => _inner.GetManyAsync(keys, cancellationToken));

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await Note($"Set {key} {value} {timeToLive}", async () => { await _inner.SetAsync(key, value, timeToLive, cancellationToken); return 0; });

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Note($"Expire {key} {timeToLive}", () => _inner.ExpireAsync(key, timeToLive, cancellationToken));

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        Note($"Delete {key}", () => _inner.DeleteAsync(key, cancellationToken));

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Note($"Increment {key} {timeToLive}", () => _inner.IncrementAsync(key, timeToLive, cancellationToken));

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        Note($"GetTimeToLive {key}", () => _inner.GetTimeToLiveAsync(key, cancellationToken));

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        Note($"Find {key} {path} {timeToLive}", () => _inner.FindLongestPrefixAsync(key, path, timeToLive, cancellationToken));

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await Note($"Save {key} {path} {value} {timeToLive}", async () => { await _inner.SavePathAsync(key, path, value, timeToLive, cancellationToken); return 0; });

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) =>
        Note($"Remove {key} {path}", () => _inner.RemovePathAsync(key, path, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private ValueTask<T> Note<T>(string call, Func<ValueTask<T>> answer)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }

        OnCall?.Invoke();
        if (Failure is null)
        {
            return answer();
        }

        return FailsAsynchronously ? FailLater<T>(Failure()) : throw Failure();
    }

    private static async ValueTask<T> FailLater<T>(Exception failure)
    {
        await Task.Yield();
        throw failure;
    }
}
