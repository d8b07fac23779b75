using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>The stores that are abused, each empty of the keys that the tests use.</summary>
internal sealed class TestStores : IAsyncDisposable
{
    public const string Memory = "memory";

    private readonly List<IAsyncDisposable> _owned = [];

    private TestStores(IReadOnlyDictionary<string, ICacheStore> all) => All = all;

    /// <summary>The store in memory, Redis in both layouts, and the fallback in front of a Redis.</summary>
    public IReadOnlyDictionary<string, ICacheStore> All { get; }

    public static async Task<TestStores> StartAsync(int maxPathsPerTrie = 8_192)
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        RedisCacheStore Redis(PathLayout layout, string prefix) => new(new RedisStoreOptions
        {
            ConnectionString = server.ConnectionString,
            PathLayout = layout,
            KeyPrefix = $"{Guid.NewGuid():N}{prefix}",
            MaxPathsPerTrie = maxPathsPerTrie,
            OperationTimeout = TimeSpan.FromMinutes(2),
        });
        RedisCacheStore behind = Redis(PathLayout.FullPath, "-behind-");
        var all = new Dictionary<string, ICacheStore>
        {
            [Memory] = new InMemoryCacheStore(new InMemoryStoreOptions { MaxPathsPerTrie = maxPathsPerTrie }),
            ["Redis FullPath"] = Redis(PathLayout.FullPath, "-full-"),
            ["Redis Hashed"] = Redis(PathLayout.Hashed, "{hashed}"),
            ["fallback"] = new LocalFallbackStore(behind, new LocalFallbackOptions { MaxPathsPerTrie = maxPathsPerTrie }),
        };
        var stores = new TestStores(all);
        stores._owned.AddRange(all.Values.Cast<IAsyncDisposable>().Append(behind));
        return stores;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable store in _owned)
        {
            await store.DisposeAsync();
        }
    }
}
