using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Tests;

/// <summary>A store that is right but for one lie, which it tells at every 50th call that it can be told at; that on expiry at every one, as few of those come to light.</summary>
internal sealed class LyingStore(Lie lie) : ICacheStore, IAsyncDisposable
{
    private const int TellEvery = 50;
    private InMemoryCacheStore _store = new();
    private readonly Dictionary<string, long> _older = [];
    private readonly Dictionary<string, PathMatch> _paths = [];
    private int _calls;

    public int Told { get; private set; }

    /// <summary>Is empty again, as a server is that keeps nothing on disk.</summary>
    public async Task RestartAsync()
    {
        await _store.DisposeAsync();
        _store = new InMemoryCacheStore();
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public async ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        long? value = await _store.GetAsync(key, cancellationToken);
        if (value is not null && _older.TryGetValue(key.ToString(), out long older) && older < value && Tells(Lie.AnswersAnOlderInteger))
        {
            return older;
        }

        if (Tells(Lie.ThrowsAnotherException))
        {
            throw new TimeoutException();
        }

        if (Tells(Lie.FailsForNoReason))
        {
            throw new CacheStoreException("No.") { Kind = CacheStoreFailure.Timeout };
        }

        if (Tells(Lie.IsSlow))
        {
            Thread.Sleep(300);
        }

        return value;
    }

    public async ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<long?> values = await _store.GetManyAsync(keys, cancellationToken);
        return values.Any(static value => value > 0) && Tells(Lie.ForgetsACounter) ? new long?[keys.Count] : values;
    }

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        _older.TryAdd(key.ToString(), value);
        if (!Tells(Lie.ForgetsASet))
        {
            await _store.SetAsync(key, value, timeToLive < TimeSpan.FromSeconds(1) && Tells(Lie.KeepsWhatHasExpired) ? 10 * timeToLive : timeToLive, cancellationToken);
        }
    }

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        _store.ExpireAsync(key, timeToLive, cancellationToken);

    public async ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        bool wasThere = await _store.GetTimeToLiveAsync(key, cancellationToken) is not null;
        return wasThere && (Tells(Lie.KeepsWhatWasDeleted) || await _store.DeleteAsync(key, cancellationToken));
    }

    public async ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        if (await _store.GetAsync(key, cancellationToken) is { } count && Tells(Lie.LosesAnIncrement))
        {
            return count;
        }

        if (Tells(Lie.CountsTwice))
        {
            await _store.IncrementAsync(key, timeToLive, cancellationToken);
        }

        return await _store.IncrementAsync(key, timeToLive, cancellationToken);
    }

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        _store.GetTimeToLiveAsync(key, cancellationToken);

    public async ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        PathMatch? match = await _store.FindLongestPrefixAsync(key, path, timeToLive, cancellationToken);
        if (match is { } found && found.Length < path.Length && Tells(Lie.AnswersALongerPath))
        {
            return new PathMatch(found.Value, path.Length);
        }

        string space = key.Space + key.Id;
        if (match is not null && _paths.FirstOrDefault(other => other.Key != space && other.Value.Length == match.Value.Length) is { Key: not null } others
            && Tells(Lie.AnswersAnothersPath))
        {
            return others.Value;
        }

        if (match is { } mine)
        {
            _paths[space] = mine;
        }

        return match;
    }

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        if (!Tells(Lie.ForgetsAPath))
        {
            await _store.SavePathAsync(key, path, value, timeToLive, cancellationToken);
        }
    }

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) =>
        _store.RemovePathAsync(key, path, cancellationToken);

    private bool Tells(Lie asked)
    {
        bool tells = asked == lie && (++_calls % TellEvery == 0 || asked == Lie.KeepsWhatHasExpired);
        Told += tells ? 1 : 0;
        return tells;
    }
}
