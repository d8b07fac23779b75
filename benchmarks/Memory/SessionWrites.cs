using EmbeddedCache.Stores;
using Microsoft.Extensions.Caching.Memory;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// What a request changes, in this cache and in a MemoryCache that stands for it. An entry of a MemoryCache can neither move its expiry
/// nor count, so there each change is an entry made anew, with a string for its key.
/// </summary>
internal sealed class SessionWrites : IAsyncDisposable
{
    private const string Model = "claude-sonnet-4-5";
    private const int Accounts = 100;

    private static readonly TimeSpan LoadLife = TimeSpan.FromHours(24);

    private readonly Sessions _sessions = new(seed: 2);
    private readonly Sessions.Requests _requests;
    private readonly InMemoryCacheStore _store = new();
    private readonly GatewayCache _cache;
    private readonly MemoryCache _memory = new(new MemoryCacheOptions());
    private long _account;

    private SessionWrites()
    {
        _requests = _sessions.All();
        _cache = new GatewayCache(_store);
    }

    public static async Task<SessionWrites> CreateAsync()
    {
        var writes = new SessionWrites();
        foreach (string hash in writes._sessions.Hashes)
        {
            await writes._cache.SetSessionAccountAsync(Sessions.GroupId, hash, Sessions.AccountOf(hash));
            writes._memory.Set(Sessions.KeyString(hash), Sessions.AccountOf(hash), Sessions.Life);
        }

        for (int account = 0; account < Accounts; account++)
        {
            await writes._cache.IncrementModelCallsAsync(account, Model);
            writes._memory.Set(CallsOf(account), 1L, LoadLife);
        }

        return writes;
    }

    public Contender RefreshOurs() => Contender.Of("EmbeddedCache", operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(Answer.Of(_cache.RefreshSessionAsync(Sessions.GroupId, _requests.Next(), Sessions.Life)));
        }
    });

    public Contender RefreshMemoryCache() => Contender.Of("MemoryCache, got and set again", operations =>
    {
        for (; operations > 0; operations--)
        {
            string key = Sessions.KeyString(_requests.Next());
            Answer.Check(_memory.TryGetValue(key, out object? account));
            _memory.Set(key, account, Sessions.Life);
        }
    });

    public Contender SetOurs() => Contender.Of("EmbeddedCache", operations =>
    {
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            Answer.Done(_cache.SetSessionAccountAsync(Sessions.GroupId, hash, Sessions.AccountOf(hash), Sessions.Life));
        }
    });

    public Contender SetMemoryCache() => Contender.Of("MemoryCache.Set", operations =>
    {
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            Answer.Check(_memory.Set(Sessions.KeyString(hash), Sessions.AccountOf(hash), Sessions.Life) != 0);
        }
    });

    public Contender IncrementOurs() => Contender.Of("EmbeddedCache", operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(Answer.Of(_cache.IncrementModelCallsAsync(NextAccount(), Model)) > 1);
        }
    });

    /// <summary>The count and the moment of the last use, as ours; nothing keeps two of these from losing a count.</summary>
    public Contender IncrementMemoryCache() => Contender.Of("MemoryCache, got and set again", operations =>
    {
        for (; operations > 0; operations--)
        {
            long account = NextAccount();
            string calls = CallsOf(account);
            Answer.Check(_memory.TryGetValue(calls, out object? count));
            _memory.Set(calls, (long)count! + 1, LoadLife);
            _memory.Set(LastUsedOf(account), DateTimeOffset.UtcNow.ToUnixTimeSeconds(), LoadLife);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _memory.Dispose();
    }

    private static string CallsOf(long account) => new CacheKey("ag:model_load:", account, Model).ToString();

    private static string LastUsedOf(long account) => new CacheKey("ag:model_last_used:", account, Model).ToString();

    private long NextAccount() => _account = _account + 1 < Accounts ? _account + 1 : 0;
}
