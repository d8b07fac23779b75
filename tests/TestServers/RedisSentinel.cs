namespace EmbeddedCache.TestServers;

/// <summary>A Redis Sentinel that watches one primary, and makes a replica of it the primary when it is gone.</summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    /// <summary>What it calls the primary.</summary>
    public const string ServiceName = "gateway-memory";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private readonly ServerProcess _process;

    private RedisSentinel(int port, string folder, ServerProcess process)
    {
        Port = port;
        _folder = folder;
        _process = process;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port},serviceName={ServiceName}";

    /// <summary>Starts one and waits until it knows of the primary's replica.</summary>
    /// <param name="primary">The server to watch; one replica of it runs.</param>
    /// <param name="settings">More lines of its configuration.</param>
    public static async Task<RedisSentinel> StartAsync(RedisServer primary, params string[] settings)
    {
        int port = FreePort.Find();
        string folder = Directory.CreateTempSubdirectory("embeddedcache-sentinel-").FullName;
        string file = Path.Combine(folder, "sentinel.conf");
        await File.WriteAllLinesAsync(file,
        [
            $"port {port}",
            "bind 127.0.0.1",
            $"dir {folder}",
            $"sentinel monitor {ServiceName} 127.0.0.1 {primary.Port} 1",
            $"sentinel down-after-milliseconds {ServiceName} 500",
            $"sentinel failover-timeout {ServiceName} 3000",
            .. settings,
        ]);
        var sentinel = new RedisSentinel(port, folder, ServerProcess.Start("redis-server", folder, file, "--sentinel"));
        if (!await InlineCommand.AnswersAsync(
            port, $"SENTINEL REPLICAS {ServiceName}", static answer => answer.Contains("master-link-status\r\n$2\r\nok", StringComparison.Ordinal), Patience, () => sentinel._process.HasExited))
        {
            string output = sentinel._process.Output;
            await sentinel.DisposeAsync();
            throw new InvalidOperationException($"The Sentinel did not start: {output}");
        }

        return sentinel;
    }

    public ValueTask DisposeAsync()
    {
        _process.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A temporary folder: the system cleans up what could not be deleted.
        }

        return ValueTask.CompletedTask;
    }
}
