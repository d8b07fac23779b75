namespace EmbeddedCache.TestServers;

/// <summary>Three <c>redis-server</c> that form a Redis Cluster, each with a third of the slots.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Thirds = ["0 5460", "5461 10922", "10923 16383"];

    private readonly List<RedisServer> _nodes = [];

    private RedisCluster()
    {
    }

    public IReadOnlyList<RedisServer> Nodes => _nodes;

    public string ConnectionString => string.Join(',', _nodes.Select(static node => node.Endpoint));

    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        try
        {
            foreach (string slots in Thirds)
            {
                int busPort = FreePort.Find();
                RedisServer node = await RedisServer.StartAsync("--cluster-enabled", "yes", "--cluster-port", $"{busPort}", "--cluster-node-timeout", "2000");
                await ExpectOkAsync(node, $"CLUSTER ADDSLOTSRANGE {slots}");
                foreach (RedisServer other in cluster._nodes)
                {
                    await ExpectOkAsync(other, $"CLUSTER MEET 127.0.0.1 {node.Port} {busPort}");
                }

                cluster._nodes.Add(node);
            }

            foreach (RedisServer node in cluster._nodes)
            {
                if (!await InlineCommand.AnswersAsync(node.Port, "CLUSTER INFO", IsWhole, Patience))
                {
                    throw new InvalidOperationException("The Redis Cluster did not form.");
                }
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static bool IsWhole(string info) =>
        info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal);

    private static async Task ExpectOkAsync(RedisServer node, string command)
    {
        string answer = await InlineCommand.SendAsync(node.Port, command);
        if (!answer.StartsWith("+OK", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{command}: {answer}");
        }
    }
}
