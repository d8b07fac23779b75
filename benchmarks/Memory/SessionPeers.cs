using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// The account of a session, looked up in this cache and in its peers. Each peer is called as its documentation says is fastest: by a
/// key formatted on the stack where it takes one, by a string made for the call where it does not.
/// </summary>
internal sealed class SessionPeers : IAsyncDisposable
{
    private readonly Sessions _sessions = new(seed: 1);
    private readonly Sessions.Requests _requests;
    private readonly InMemoryCacheStore _store = new();
    private readonly GatewayCache _cache;
    private readonly MemoryCache _memory = new(new MemoryCacheOptions());
    private readonly ServiceProvider _services;
    private readonly HybridCache _hybrid;
    private readonly FusionCache _fusion = new(new FusionCacheOptions());
    private readonly ConcurrentDictionary<string, long> _dictionary = new();
    private readonly ICache<string, long> _lru;

    private SessionPeers()
    {
        _requests = _sessions.All();
        _cache = new GatewayCache(_store);
        var services = new ServiceCollection();
        services.AddHybridCache();
        _services = services.BuildServiceProvider();
        _hybrid = _services.GetRequiredService<HybridCache>();

        // Twice the entries, so that its three queues keep them all.
        _lru = new ConcurrentLruBuilder<string, long>().WithCapacity(2 * Sessions.Count).WithExpireAfterWrite(Sessions.Life).Build();
    }

    public static async Task<SessionPeers> CreateAsync()
    {
        var peers = new SessionPeers();
        foreach (string hash in peers._sessions.Hashes)
        {
            long account = Sessions.AccountOf(hash);
            string key = Sessions.KeyString(hash);
            await peers._cache.SetSessionAccountAsync(Sessions.GroupId, hash, account, Sessions.Life);
            peers._memory.Set(key, account, Sessions.Life);
            await peers._hybrid.SetAsync(key, account, new HybridCacheEntryOptions { Expiration = Sessions.Life });
            peers._fusion.Set(key, account, Sessions.Life);
            peers._lru.AddOrUpdate(key, account);
            peers._dictionary[key] = account;
        }

        return peers;
    }

    public Contender GetOurs() => GetOurs(_sessions.All());

    /// <summary>For one of two threads.</summary>
    public Contender GetOursOfHalf(int half) => GetOurs(_sessions.Half(half));

    public Contender GetMemoryCache() => Contender.Of("MemoryCache.TryGetValue(span)", MemoryCacheGets);

    public Contender GetHybridCache() => Contender.Of("HybridCache.GetOrCreateAsync(span)", HybridCacheGets);

    /// <summary>By a string, as most callers have it.</summary>
    public Contender GetHybridCacheByString() => Contender.Of("HybridCache.GetOrCreateAsync(string)", HybridCacheGetsByString);

    public Contender GetFusionCache() => Contender.Of("FusionCache.TryGet(string)", FusionCacheGets);

    public Contender GetConcurrentTLru() => Contender.Of("BitFaster ConcurrentTLru" + RatioRow.LimitSuffix, ConcurrentTLruGets);

    public Contender GetConcurrentDictionary() => GetConcurrentDictionary(_requests);

    /// <summary>For one of two threads.</summary>
    public Contender GetConcurrentDictionaryOfHalf(int half) => GetConcurrentDictionary(_sessions.Half(half));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        _memory.Dispose();
        _fusion.Dispose();
    }

    private Contender GetConcurrentDictionary(Sessions.Requests requests) =>
        Contender.Of("ConcurrentDictionary" + RatioRow.LimitSuffix, operations => ConcurrentDictionaryGets(requests, operations));

    private Contender GetOurs(Sessions.Requests requests) => Contender.Of("EmbeddedCache", operations =>
    {
        for (; operations > 0; operations--)
        {
            string hash = requests.Next();
            long? account = Answer.Of(_cache.GetSessionAccountAsync(Sessions.GroupId, hash));
            Answer.Check(account == Sessions.AccountOf(hash));
        }
    });

    [SkipLocalsInit]
    private void MemoryCacheGets(int operations)
    {
        Span<char> buffer = stackalloc char[Sessions.KeyLength];
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            _memory.TryGetValue(Sessions.KeyText(hash, buffer), out object? account);
            Answer.Check((long)account! == Sessions.AccountOf(hash));
        }
    }

    [SkipLocalsInit]
    private void HybridCacheGets(int operations)
    {
        Span<char> buffer = stackalloc char[Sessions.KeyLength];
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            long account = Answer.Of(_hybrid.GetOrCreateAsync(Sessions.KeyText(hash, buffer), static _ => new ValueTask<long>(0)));
            Answer.Check(account == Sessions.AccountOf(hash));
        }
    }

    private void HybridCacheGetsByString(int operations)
    {
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            long account = Answer.Of(_hybrid.GetOrCreateAsync(Sessions.KeyString(hash), static _ => new ValueTask<long>(0)));
            Answer.Check(account == Sessions.AccountOf(hash));
        }
    }

    private void FusionCacheGets(int operations)
    {
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            MaybeValue<long> account = _fusion.TryGet<long>(Sessions.KeyString(hash));
            Answer.Check(account.Value == Sessions.AccountOf(hash));
        }
    }

    [SkipLocalsInit]
    private void ConcurrentTLruGets(int operations)
    {
        Span<char> buffer = stackalloc char[Sessions.KeyLength];
        IAlternateLookup<ReadOnlySpan<char>, string, long> lookup = _lru.GetAlternateLookup<ReadOnlySpan<char>>();
        for (; operations > 0; operations--)
        {
            string hash = _requests.Next();
            lookup.TryGet(Sessions.KeyText(hash, buffer), out long account);
            Answer.Check(account == Sessions.AccountOf(hash));
        }
    }

    [SkipLocalsInit]
    private void ConcurrentDictionaryGets(Sessions.Requests requests, int operations)
    {
        Span<char> buffer = stackalloc char[Sessions.KeyLength];
        ConcurrentDictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = _dictionary.GetAlternateLookup<ReadOnlySpan<char>>();
        for (; operations > 0; operations--)
        {
            string hash = requests.Next();
            lookup.TryGetValue(Sessions.KeyText(hash, buffer), out long account);
            Answer.Check(account == Sessions.AccountOf(hash));
        }
    }
}
