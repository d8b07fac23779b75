using System.Globalization;
using EmbeddedCache.Stores;
using StackExchange.Redis;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>The longest time that one request can hold a Redis server which others use too.</summary>
[TestClass]
public sealed class ServerHoldTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(5);
    private static readonly ConversationScope Scope = ConversationScope.Gemini(1, "hostile");
    private static readonly RedisKey Key = "gemini:trie:1:hostile";
    private static readonly string SessionId = new('s', 1_024);

    // The last line is what goes beyond the caps of the cache: it is cut before it gets to a store.
    private static readonly HostileTrie[] Tries =
    [
        .. Hostile([(4_096, 15)], [1, 4, 5, 17, 100, 512]),
        .. Hostile([(4_096, 1), (16, 4_095), (2, 32_000)], [4, 17]),
        new(512, 127, 17, SavedPaths.Beginnings),
        .. Hostile([(100_000, 15), (64, 10_000)], [5]),
    ];

    private static readonly HostileTrie[] FullTries =
    [
        .. Hostile([(4_096, 15)], [0, 1, 2, 3, 4, 5, 6, 8, 12, 17, 30, 50, 100, 200, 512, 1_024, 2_000]),
        .. Hostile([(4_096, 1), (4_096, 3), (1_000, 15), (1_024, 63), (512, 127), (16, 4_095), (2, 32_000), (1, 60_000)], [0, 1, 4, 5, 9, 17, 100, 512]),
        .. Hostile([(4_096, 1), (1_000, 15)], [8_192]),
        .. Hostile([(100_000, 15), (100_000, 1), (64, 10_000)], [1, 5, 17]),
    ];

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(PathLayout.FullPath)]
    [DataRow(PathLayout.Hashed)]
    public async Task No_request_holds_the_server_for_five_milliseconds(PathLayout layout)
    {
        RequireRedis();
        await using RedisServer server = await RedisServer.StartAsync();
        await using ServerWatch watch = await ServerWatch.StartAsync(server);
        var lines = new List<string>();
        var slow = new List<string>();
        TimeSpan longest = TimeSpan.Zero;
        foreach (HostileTrie trie in Figures.AreFull ? FullTries : Tries)
        {
            await using RedisCacheStore store = StoreOn(server, layout, Math.Max(trie.Saved, 1));
            var cache = new GatewayCache(store);
            await FillAsync(cache, trie);
            (string Name, HoldTime Held)[] operations =
            [
                ("find", await watch.OfAsync(Budget / 2, async _ => await cache.FindConversationAsync(Scope, trie.Chain + "-next"))),
                ("save", await watch.OfAsync(Budget / 2, async round => await cache.SaveConversationAsync(Scope, $"w{round}-{trie.Chain}", SessionId, 1))),
                ("remove", await watch.OfAsync(Budget / 2, async round => await store.RemovePathAsync(new CacheKey("gemini:trie:", 1, "hostile"), $"w{round}-{trie.Chain}"))),
            ];
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{layout,-8} {trie} {string.Join("  ", operations.Select(static row => Text(row.Name, row.Held)))}"));
            slow.AddRange(operations.Where(static row => row.Held.Longest >= Budget).Select(row => $"{layout} {trie} {Text(row.Name, row.Held)}"));
            longest = operations.Select(static row => row.Held.Longest).Append(longest).Max();
            await watch.Database.KeyDeleteAsync(Key);
        }

        TestContext.DisplayMessage(MessageLevel.Informational, string.Join('\n', lines.Append($"{layout}: no call held the server for longer than {longest.TotalMilliseconds:F2} ms")));
        slow.Should().BeEmpty();
    }

    [TestMethod]
    public async Task The_original_holds_it_for_much_longer()
    {
        RequireRedis();
        await using RedisServer server = await RedisServer.StartAsync();
        await using ServerWatch watch = await ServerWatch.StartAsync(server);
        foreach (HostileTrie trie in (HostileTrie[])[new(1_000, 15, 5, SavedPaths.Strangers), .. Figures.AreFull ? Hostile([(4_096, 15)], [5]).Take(1) : []])
        {
            await using RedisCacheStore store = StoreOn(server, PathLayout.FullPath, trie.Saved);
            await FillAsync(new GatewayCache(store), trie);
            HoldTime held = await watch.OfAsync(TimeSpan.MaxValue, async _ =>
                await watch.Database.ScriptEvaluateAsync(OriginalScripts.Find, [Key], [trie.Chain + "-next", 300]));
            TestContext.DisplayMessage(MessageLevel.Informational, $"original {trie} {Text("find", held)}");
            held.Longest.Should().BeGreaterThan(Budget, "that is what the layouts and scripts here are for");
            await watch.Database.KeyDeleteAsync(Key);
        }
    }

    private static IEnumerable<HostileTrie> Hostile((int Segments, int Length)[] chains, int[] saved) =>
        from chain in chains
        from count in saved
        from paths in Enum.GetValues<SavedPaths>()
        where (count > 0 || paths == SavedPaths.Strangers) && (paths != SavedPaths.Beginnings || count < chain.Segments) && (long)count * chain.Segments * chain.Length < 60_000_000
        select new HostileTrie(chain.Segments, chain.Length, count, paths);

    private static RedisCacheStore StoreOn(RedisServer server, PathLayout layout, int paths) => new(new RedisStoreOptions
    {
        ConnectionString = server.Endpoint,
        PathLayout = layout,
        MaxPathsPerTrie = paths,
        OperationTimeout = TimeSpan.FromMinutes(1),
    });

    private static async Task FillAsync(GatewayCache cache, HostileTrie trie)
    {
        foreach (string path in trie.SavedChains)
        {
            await cache.SaveConversationAsync(Scope, path, SessionId, 1);
        }
    }

    private static string Text(string name, HoldTime held) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {held.Longest.TotalMilliseconds,6:F2} ms in {held.Calls,3} calls");

    private static void RequireRedis()
    {
        SharedServers.RequireRedisOnCI();
        if (!RedisServer.IsInstalled)
        {
            Assert.Inconclusive("There is no redis-server in PATH.");
        }
    }
}
