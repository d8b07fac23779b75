using System.Globalization;

namespace EmbeddedCache.Faults.Tests;

/// <summary>What happens to one server, and to the way there, while a gateway works on it.</summary>
[TestClass]
public sealed class FaultTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(1.5);

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
    public async Task A_server_that_was_killed_and_comes_back_empty(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("kill -9, restart without data", server.Endpoint, withFallback);
        server.Stop();
        await Task.Delay(Outage);
        await server.StartAsync();
        trial.ServerIsBack();
        Report(await trial.EndAsync(serverLosesData: true));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_server_that_was_killed_and_comes_back_with_its_data(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync([.. FaultTrial.Users, "--appendonly", "yes", "--appendfsync", "always"]);
        await using FaultTrial trial = await FaultTrial.StartAsync("kill -9, restart with data", server.Endpoint, withFallback);
        server.Stop();
        await Task.Delay(Outage);
        await server.StartAsync();
        trial.ServerIsBack();
        Report(await trial.EndAsync());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_server_that_is_stopped_for_five_seconds(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("SIGSTOP for 5 s", server.Endpoint, withFallback);
        await server.SuspendAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        await server.ResumeAsync();
        trial.ServerIsBack();
        Report(await trial.EndAsync());
    }

    [TestMethod]
    public async Task Connections_that_are_cut_again_and_again()
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("CLIENT KILL, 8 times", server.Endpoint);
        for (int i = 0; i < 8; i++)
        {
            (await InlineCommand.SendAsync(server.Port, "CLIENT KILL USER gateway")).Should().StartWith(":");
            await Task.Delay(250);
        }

        Report(await trial.EndAsync());
    }

    [TestMethod]
    public async Task Scripts_that_are_flushed_again_and_again()
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("SCRIPT FLUSH, 20 times", server.Endpoint);
        for (int i = 0; i < 20; i++)
        {
            (await InlineCommand.SendAsync(server.Port, "SCRIPT FLUSH")).Should().StartWith("+OK");
            await Task.Delay(50);
        }

        Report(await trial.EndAsync(costsNothing: true));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_network_that_refuses(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using var network = new FaultyNetwork(server.Port);
        await using FaultTrial trial = await FaultTrial.StartAsync("connections cut and refused for 1.5 s", network.Endpoint, withFallback);
        network.Cut();
        await Task.Delay(Outage);
        network.Mend();
        trial.ServerIsBack();
        Report(await trial.EndAsync());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_network_that_carries_nothing(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using var network = new FaultyNetwork(server.Port);
        await using FaultTrial trial = await FaultTrial.StartAsync("nothing gets through for 3 s", network.Endpoint, withFallback);
        network.Drop();
        await Task.Delay(TimeSpan.FromSeconds(3));
        network.Mend();
        trial.ServerIsBack();
        Report(await trial.EndAsync());
    }

    [TestMethod]
    public async Task A_network_that_is_slow()
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using var network = new FaultyNetwork(server.Port);
        await using FaultTrial trial = await FaultTrial.StartAsync("150 ms later each way for 2 s", network.Endpoint);
        network.Delay = TimeSpan.FromMilliseconds(150);
        await Task.Delay(TimeSpan.FromSeconds(2));
        network.Mend();
        trial.ServerIsBack();
        Report(await trial.EndAsync(costsNothing: true));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_server_that_is_full(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("maxmemory, noeviction, for 1.5 s", server.Endpoint, withFallback);
        await ExpectOkAsync(server, "CONFIG SET maxmemory 1");
        await Task.Delay(Outage);
        await ExpectOkAsync(server, "CONFIG SET maxmemory 0");
        trial.ServerIsBack();
        Report(await trial.EndAsync());
    }

    [TestMethod]
    public async Task A_server_that_evicts()
    {
        await using RedisServer server = await RedisServer.StartAsync([.. FaultTrial.Users, "--maxmemory-policy", "allkeys-lru"]);
        await using FaultTrial trial = await FaultTrial.StartAsync("maxmemory, allkeys-lru, for 1.5 s", server.Endpoint);
        string info = await InlineCommand.SendAsync(server.Port, "INFO memory");
        long used = long.Parse(info.Split("used_memory:")[1].Split('\r')[0], CultureInfo.InvariantCulture);
        await ExpectOkAsync(server, $"CONFIG SET maxmemory {used - 50_000}");
        await Task.Delay(Outage);
        await ExpectOkAsync(server, "CONFIG SET maxmemory 0");
        trial.ServerIsBack();
        Report(await trial.EndAsync(serverLosesData: true));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_primary_that_becomes_a_read_only_replica(bool withFallback)
    {
        await using RedisServer server = await RedisServer.StartAsync(FaultTrial.Users);
        await using FaultTrial trial = await FaultTrial.StartAsync("read-only replica for 1.5 s", server.Endpoint, withFallback);
        await ExpectOkAsync(server, "REPLICAOF 127.0.0.1 1");
        await Task.Delay(Outage);
        await ExpectOkAsync(server, "REPLICAOF NO ONE");
        trial.ServerIsBack();
        Report(await trial.EndAsync());
    }

    private static async Task ExpectOkAsync(RedisServer server, string command) =>
        (await InlineCommand.SendAsync(server.Port, command)).Should().StartWith("+OK");

    private void Report(FaultRow row) => TestContext.DisplayMessage(MessageLevel.Informational, row.ToString());
}
