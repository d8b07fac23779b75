using System.Collections;
using System.Collections.Concurrent;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

/// <summary>What all tests of a run share: the servers, a connection to each, and keys that nobody else uses.</summary>
[TestClass]
public sealed class TestRun
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private static readonly ConcurrentDictionary<TestServerKind, Lazy<Task<ConnectionMultiplexer>>> Connections = [];
    private static int _keys;

    /// <summary>Every kind of server there is here, for tests with one argument.</summary>
    public static IEnumerable<object[]> Servers => SharedServers.Kinds.Select(static kind => new object[] { kind });

    /// <summary>Every kind of server in both layouts.</summary>
    public static IEnumerable<object[]> ServersAndLayouts =>
        SharedServers.Kinds.SelectMany(static kind => Enum.GetValues<PathLayout>(), static (kind, layout) => new object[] { kind, layout });

    [AssemblyInitialize]
    public static void Begin(TestContext context) => SharedServers.RequireRedisOnCI();

    [AssemblyCleanup]
    public static async Task End(TestContext context)
    {
        context.DisplayMessage(MessageLevel.Informational, SharedServers.Coverage);
        foreach (Lazy<Task<ConnectionMultiplexer>> connection in Connections.Values)
        {
            await (await connection.Value).DisposeAsync();
        }

        await SharedServers.StopAsync();
    }

    /// <summary>For tests that do something to a server which only redis-server offers; SharedServers.Coverage says that it was missing.</summary>
    public static void RequireRedis()
    {
        if (!RedisServer.IsInstalled)
        {
            Assert.Inconclusive("There is no redis-server in PATH.");
        }
    }

    public static async Task<RedisCacheStore> StoreAsync(TestServerKind kind = TestServerKind.Redis, Action<RedisStoreOptions>? set = null)
    {
        TestServer server = await SharedServers.GetAsync(kind);
        var options = new RedisStoreOptions { ConnectionString = server.ConnectionString, OperationTimeout = TimeSpan.FromSeconds(10) };
        set?.Invoke(options);
        return new RedisCacheStore(options);
    }

    /// <summary>A plain connection, to look at what a store did from outside.</summary>
    public static async Task<IDatabase> DatabaseAsync(TestServerKind kind = TestServerKind.Redis)
    {
        ConnectionMultiplexer connection = await Connections.GetOrAdd(kind, static kind => new(() => ConnectAsync(kind))).Value;
        return connection.GetDatabase();
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(TestServerKind kind) =>
        await ConnectionMultiplexer.ConnectAsync((await SharedServers.GetAsync(kind)).ConnectionString + ",allowAdmin=true");

    /// <summary>Fails when a secret or a key stands anywhere in an exception, its causes or what is attached to them.</summary>
    public static void ExpectDiscreet(Exception exception, params string[] secrets)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            string all = cause + string.Concat(cause.Data.Cast<DictionaryEntry>().Select(entry => $"\n{entry.Key}={entry.Value}"));
            foreach (string secret in secrets)
            {
                all.Should().NotContain(secret);
            }
        }
    }

    public static CacheKey NewKey(string space = "test:") => new(space, Interlocked.Increment(ref _keys), $"{Environment.ProcessId}-{Guid.NewGuid():N}");
}
