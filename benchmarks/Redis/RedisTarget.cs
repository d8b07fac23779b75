using System.Globalization;
using System.Net;
using EmbeddedCache.Stores;
using StackExchange.Redis;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>The server that is measured, and one connection to it, set up as a store sets up its own. What was saved is deleted in the end.</summary>
internal sealed class RedisTarget : IAsyncDisposable
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly List<RedisKey> _keys = [];
    private readonly ConnectionMultiplexer _connection;

    private RedisTarget(ConnectionMultiplexer connection) => _connection = connection;

    /// <summary>Tells the keys of this run from those of others on the same server.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N");

    public IDatabase Database => _connection.GetDatabase();

    public IServer Server => _connection.GetServers()[0];

    public (string Host, int Port) Address => Server.EndPoint switch
    {
        DnsEndPoint name => (name.Host, name.Port),
        IPEndPoint address => (address.Address.ToString(), address.Port),
        EndPoint other => throw new InputException($"{other} is no HOST:PORT."),
    };

    public static async Task<RedisTarget> ConnectAsync(string endpoint)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(endpoint);
        configuration.AllowAdmin = true;
        configuration.IncludeDetailInExceptions = false;
        return new RedisTarget(await ConnectionMultiplexer.ConnectAsync(configuration));
    }

    /// <summary>A store on this connection.</summary>
    public RedisCacheStore Store(PathLayout layout = PathLayout.FullPath) =>
        new(new RedisStoreOptions { ConnectionMultiplexer = _connection, PathLayout = layout, OperationTimeout = TimeSpan.FromSeconds(10) });

    /// <summary>Has a key deleted in the end.</summary>
    public RedisKey Own(RedisKey key)
    {
        _keys.Add(key);
        return key;
    }

    /// <summary>Microseconds that the server has spent in scripts so far. The time of a script contains that of its commands.</summary>
    public async Task<double> ScriptTimeAsync() =>
        (await Server.InfoAsync("commandstats")).SelectMany(static section => section)
            .Where(static line => line.Key is "cmdstat_eval" or "cmdstat_evalsha")
            .Sum(static line => double.Parse(line.Value.Split("usec=")[1].Split(',')[0], CultureInfo.InvariantCulture));

    public async Task<long> MemoryUsageAsync(RedisKey key) => (long)await Database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", 0);

    public async ValueTask DisposeAsync()
    {
        foreach (RedisKey[] keys in _keys.Chunk(1_000))
        {
            await Database.KeyDeleteAsync(keys);
        }

        await _connection.DisposeAsync();
    }
}
