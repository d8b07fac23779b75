using System.Diagnostics;
using System.Globalization;

namespace EmbeddedCache.Faults.Tests;

/// <summary>What happens to servers that stand by for each other, while a gateway works on them.</summary>
[TestClass]
public sealed class FailoverTests
{
    public required TestContext TestContext { get; init; }

    [TestInitialize]
    public void Begin()
    {
        if (!RedisServer.IsInstalled)
        {
            Assert.Inconclusive("There is no redis-server in PATH.");
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_cluster_whose_master_is_killed_and_its_replica_promoted(bool withFallback)
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(withReplica: true, FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("cluster: a master killed, its replica promoted", cluster.ConnectionString, withFallback);
        cluster.Nodes[0].Stop();
        await UntilAsync(cluster.Replica!, "ROLE", "master");
        foreach (RedisServer node in cluster.Nodes.Skip(1).Append(cluster.Replica!))
        {
            await UntilAsync(node, "CLUSTER INFO", "cluster_state:ok");
        }

        trial.ServerIsBack();
        Report(await trial.EndAsync(serverLosesData: true));
    }

    [TestMethod]
    public async Task A_cluster_whose_slots_are_moved()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(withReplica: false, FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("cluster: 8 slots moved under load", cluster.ConnectionString);
        for (int worker = 0; worker < 4; worker++)
        {
            await MoveAsync(cluster, $"ag:model_load:{worker}:model");
            await MoveAsync(cluster, $"anthropic:trie:{worker}:{SecretScan.Marker}-prefix-{worker}");
        }

        Report(await trial.EndAsync(costsNothing: true));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_primary_that_is_killed_and_replaced_by_Sentinel(bool withFallback)
    {
        await using RedisServer primary = await RedisServer.StartAsync([.. FaultTrial.Users, "--repl-diskless-sync-delay", "0"]);
        await using RedisServer replica = await RedisServer.StartAsync([.. FaultTrial.Users, "--replicaof", "127.0.0.1", $"{primary.Port}"]);
        await using RedisSentinel sentinel = await RedisSentinel.StartAsync(primary, $"user gateway on >{SecretScan.Password} ~* &* +@all");
        await using FaultTrial trial = await FaultTrial.StartAsync("Sentinel failover", sentinel.ConnectionString, withFallback);
        primary.Stop();
        await UntilAsync(replica, "ROLE", "master");
        trial.ServerIsBack();
        Report(await trial.EndAsync(serverLosesData: true));
    }

    // A key's slot goes to the next node, key by key; in between, the old node answers for some keys and points to the new one for others.
    private static async Task MoveAsync(RedisCluster cluster, string key)
    {
        int slot = int.Parse((await InlineCommand.SendAsync(cluster.Nodes[0].Port, $"CLUSTER KEYSLOT {key}")).Trim(':', '\r', '\n'), CultureInfo.InvariantCulture);
        int owner = Math.Min(slot / 5_461, 2);
        RedisServer from = cluster.Nodes[owner];
        RedisServer to = cluster.Nodes[(owner + 1) % 3];
        string fromId = await RedisCluster.IdOfAsync(from);
        string toId = await RedisCluster.IdOfAsync(to);
        await ExpectOkAsync(to, $"CLUSTER SETSLOT {slot} IMPORTING {fromId}");
        await ExpectOkAsync(from, $"CLUSTER SETSLOT {slot} MIGRATING {toId}");
        await Task.Delay(30);
        while (await KeysAsync(from, slot) is { Length: > 0 } keys)
        {
            foreach (string moved in keys)
            {
                await ExpectOkAsync(from, $"MIGRATE 127.0.0.1 {to.Port} {moved} 0 5000");
            }

            await Task.Delay(100);
        }

        foreach (RedisServer node in new[] { to, from }.Concat(cluster.Nodes).Distinct())
        {
            await ExpectOkAsync(node, $"CLUSTER SETSLOT {slot} NODE {toId}");
        }
    }

    private static async Task<string[]> KeysAsync(RedisServer node, int slot) =>
        [.. (await InlineCommand.SendAsync(node.Port, $"CLUSTER GETKEYSINSLOT {slot} 100")).Split("\r\n").Where(static line => line.Length > 0 && line[0] is not ('*' or '$'))];

    private static async Task ExpectOkAsync(RedisServer server, string command) =>
        (await InlineCommand.SendAsync(server.Port, command)).Should().StartWith("+", command);

    private static async Task UntilAsync(RedisServer server, string command, string expected)
    {
        for (long started = Stopwatch.GetTimestamp(); !(await InlineCommand.SendAsync(server.Port, command)).Contains(expected, StringComparison.Ordinal); await Task.Delay(20))
        {
            Assert.IsLessThan(TimeSpan.FromSeconds(30), Stopwatch.GetElapsedTime(started), $"{command} of the server never said {expected}.");
        }
    }

    private void Report(FaultRow row) => TestContext.DisplayMessage(MessageLevel.Informational, row.ToString());
}
