namespace EmbeddedCache.Stores.Tests;

/// <summary>A primary that can be away, and that counts what it is asked.</summary>
internal sealed class FaultyStore(TimeProvider time) : ICacheStore, IAsyncDisposable
{
    private int _calls;

    /// <summary>What it holds.</summary>
    public InMemoryCacheStore Inner { get; } = new(timeProvider: time);

    /// <summary>What happens to a call before it is carried out; null for nothing.</summary>
    public Func<Task>? Fault { get; set; }

    /// <summary>What happens to a set before it is carried out; null for nothing.</summary>
    public Func<Task>? SetFault { get; set; }

    /// <summary>What happens to an answer after the call was carried out; null for nothing.</summary>
    public Func<Task>? AnswerFault { get; set; }

    public int Calls => Volatile.Read(ref _calls);

    public void GoAway() => Fault = () => throw new TimeoutException("away");

    public void ComeBack() => Fault = null;

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.GetAsync(key, cancellationToken));

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.GetManyAsync(keys, cancellationToken));

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await RunAsync(async () =>
        {
            await (SetFault?.Invoke() ?? Task.CompletedTask);
            await Inner.SetAsync(key, value, timeToLive, cancellationToken);
            return true;
        });

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.ExpireAsync(key, timeToLive, cancellationToken));

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.DeleteAsync(key, cancellationToken));

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.IncrementAsync(key, timeToLive, cancellationToken));

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.GetTimeToLiveAsync(key, cancellationToken));

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.FindLongestPrefixAsync(key, path, timeToLive, cancellationToken));

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await RunAsync(async () =>
        {
            await Inner.SavePathAsync(key, path, value, timeToLive, cancellationToken);
            return true;
        });

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) =>
        RunAsync(() => Inner.RemovePathAsync(key, path, cancellationToken));

    private async ValueTask<TResult> RunAsync<TResult>(Func<ValueTask<TResult>> call)
    {
        Interlocked.Increment(ref _calls);
        if (Fault is { } fault)
        {
            await fault();
        }

        TResult result = await call();
        if (AnswerFault is { } answerFault)
        {
            await answerFault();
        }

        return result;
    }
}
