namespace EmbeddedCache.TestServers;

/// <summary>Three <c>redis-server</c> that form a Redis Cluster, each with a third of the slots; a fourth can stand by for the first.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Thirds = ["0 5460", "5461 10922", "10923 16383"];

    private readonly List<RedisServer> _nodes = [];

    private RedisCluster()
    {
    }

    /// <summary>The three masters, in the order of their slots.</summary>
    public IReadOnlyList<RedisServer> Nodes => _nodes;

    /// <summary>The replica of the first, when there is one.</summary>
    public RedisServer? Replica { get; private set; }

    public string ConnectionString => string.Join(',', _nodes.Select(static node => node.Endpoint));

    /// <summary>Starts a cluster and waits until it is whole.</summary>
    /// <param name="withReplica">Whether the first master has a replica.</param>
    /// <param name="arguments">More of redis-server's own, for every node.</param>
    public static async Task<RedisCluster> StartAsync(bool withReplica = false, params string[] arguments)
    {
        var cluster = new RedisCluster();
        try
        {
            foreach (string slots in Thirds)
            {
                RedisServer node = await cluster.StartNodeAsync(arguments);
                cluster._nodes.Add(node);
                await ExpectOkAsync(node, $"CLUSTER ADDSLOTSRANGE {slots}");
            }

            if (withReplica)
            {
                cluster.Replica = await cluster.StartNodeAsync(arguments);
            }

            int size = withReplica ? 4 : 3;
            foreach (RedisServer node in cluster.All)
            {
                await ExpectAsync(node, "CLUSTER INFO", info => info.Contains("cluster_state:ok", StringComparison.Ordinal)
                    && info.Contains($"cluster_known_nodes:{size}", StringComparison.Ordinal));
            }

            if (cluster.Replica is { } replica)
            {
                await ExpectOkAsync(replica, $"CLUSTER REPLICATE {await IdOfAsync(cluster._nodes[0])}");
                await ExpectAsync(replica, "INFO replication", static info => info.Contains("master_link_status:up", StringComparison.Ordinal));
                foreach (RedisServer node in cluster._nodes)
                {
                    await ExpectAsync(node, "CLUSTER NODES", static nodes => nodes.Contains("slave", StringComparison.Ordinal));
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

    /// <summary>The name that the cluster has for a node.</summary>
    public static async Task<string> IdOfAsync(RedisServer node) =>
        (await InlineCommand.SendAsync(node.Port, "CLUSTER MYID")).Split("\r\n")[1];

    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer node in All)
        {
            await node.DisposeAsync();
        }
    }

    private IEnumerable<RedisServer> All => Replica is null ? _nodes : _nodes.Append(Replica);

    private async Task<RedisServer> StartNodeAsync(string[] arguments)
    {
        int busPort = FreePort.Find();
        RedisServer node = await RedisServer.StartAsync(
            ["--cluster-enabled", "yes", "--cluster-port", $"{busPort}", "--cluster-node-timeout", "2000", "--repl-diskless-sync-delay", "0", .. arguments]);
        foreach (RedisServer other in _nodes)
        {
            await ExpectOkAsync(other, $"CLUSTER MEET 127.0.0.1 {node.Port} {busPort}");
        }

        return node;
    }

    private static async Task ExpectAsync(RedisServer node, string command, Func<string, bool> isReady)
    {
        if (!await InlineCommand.AnswersAsync(node.Port, command, isReady, Patience))
        {
            throw new InvalidOperationException($"The Redis Cluster did not form: {command}.");
        }
    }

    private static async Task ExpectOkAsync(RedisServer node, string command)
    {
        string answer = await InlineCommand.SendAsync(node.Port, command);
        if (!answer.StartsWith("+OK", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{command}: {answer}");
        }
    }
}
