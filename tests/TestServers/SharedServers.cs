namespace EmbeddedCache.TestServers;

/// <summary>
/// One server of each kind for all tests of a process, started when first asked for. Tests that stop, freeze or flush a server start
/// their own.
/// </summary>
/// <remarks>
/// On a machine without <c>redis-server</c> the tests of <see cref="TestServerKind.Redis"/> run on Garnet and there is no cluster;
/// with <c>CI=true</c> that is a failure. <see cref="Coverage"/> says what was covered, to be written out when the tests end.
/// </remarks>
public static class SharedServers
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<TestServerKind, Task<TestServer>> Servers = [];
    private static readonly List<IAsyncDisposable> Started = [];
    private static readonly string? Given = Environment.GetEnvironmentVariable("EMBEDDEDCACHE_TEST_REDIS");
    private static readonly bool IsCI = Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>The kinds there are on this machine.</summary>
    public static IReadOnlyList<TestServerKind> Kinds { get; } =
    [
        TestServerKind.Redis,
        .. RedisServer.IsInstalled || IsCI ? [TestServerKind.RedisCluster] : Array.Empty<TestServerKind>(),
        TestServerKind.Garnet,
        .. string.IsNullOrEmpty(Given) ? Array.Empty<TestServerKind>() : [TestServerKind.Given],
    ];

    /// <summary>One line: which servers ran, and which did not.</summary>
    public static string Coverage
    {
        get
        {
            lock (Gate)
            {
                string[] covered = [.. Servers.Values.Where(static server => server.IsCompletedSuccessfully).Select(static server => server.Result.Name).Distinct().Order()];
                var missing = new List<string>();
                if (!RedisServer.IsInstalled)
                {
                    missing.Add("Redis and Redis Cluster (no redis-server in PATH)");
                }

                if (string.IsNullOrEmpty(Given))
                {
                    missing.Add("a server of yours (EMBEDDEDCACHE_TEST_REDIS is not set)");
                }

                return $"Servers covered: {(covered.Length == 0 ? "none" : string.Join(", ", covered))}. Not covered: {(missing.Count == 0 ? "none" : string.Join(", ", missing))}.";
            }
        }
    }

    /// <summary>The server of a kind.</summary>
    public static Task<TestServer> GetAsync(TestServerKind kind)
    {
        lock (Gate)
        {
            if (!Servers.TryGetValue(kind, out Task<TestServer>? server))
            {
                Servers.Add(kind, server = Task.Run(() => StartAsync(kind)));
            }

            return server;
        }
    }

    /// <summary>Stops what was started.</summary>
    public static async Task StopAsync()
    {
        IAsyncDisposable[] servers;
        lock (Gate)
        {
            servers = [.. Started];
            Started.Clear();
            Servers.Clear();
        }

        foreach (IAsyncDisposable server in servers)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Throws on a machine of CI that has no redis-server; there its absence is no excuse.</summary>
    public static void RequireRedisOnCI()
    {
        if (IsCI && !RedisServer.IsInstalled)
        {
            throw new InvalidOperationException("CI=true, and there is no redis-server in PATH.");
        }
    }

    private static async Task<TestServer> StartAsync(TestServerKind kind)
    {
        switch (kind)
        {
            case TestServerKind.Redis when !RedisServer.IsInstalled:
                RequireRedisOnCI();
                return await GetAsync(TestServerKind.Garnet) with { Kind = kind };

            case TestServerKind.Redis:
                RedisServer redis = Keep(await RedisServer.StartAsync());
                return new TestServer(kind, "Redis", redis.Endpoint);

            case TestServerKind.RedisCluster:
                RequireRedisOnCI();
                RedisCluster cluster = Keep(await RedisCluster.StartAsync());
                return new TestServer(kind, "Redis Cluster", cluster.ConnectionString);

            case TestServerKind.Garnet:
                GarnetServer garnet = Keep(await GarnetServer.StartAsync());
                return new TestServer(kind, "Garnet", garnet.Endpoint);

            default:
                return new TestServer(kind, "the server of EMBEDDEDCACHE_TEST_REDIS", Given ?? throw new InvalidOperationException("EMBEDDEDCACHE_TEST_REDIS is not set."));
        }
    }

    private static TServer Keep<TServer>(TServer server)
        where TServer : IAsyncDisposable
    {
        lock (Gate)
        {
            Started.Add(server);
        }

        return server;
    }
}
