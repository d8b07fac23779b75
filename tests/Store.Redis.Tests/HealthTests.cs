using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmbeddedCache.Stores.Tests;

/// <summary>The health check on real servers.</summary>
[TestClass]
[DoNotParallelize]
public sealed class HealthTests
{
    [TestMethod]
    public async Task A_server_that_answers_is_healthy_and_one_that_hangs_is_not_until_it_goes_on()
    {
        await using ServiceProvider provider = Build((await SharedServers.GetAsync(TestServerKind.Redis)).ConnectionString);
        HealthReportEntry healthy = await CheckAsync(provider);
        healthy.Status.Should().Be(HealthStatus.Healthy);
        healthy.Data.Should().Contain("nodes", 1).And.Contain("nodes_up", 1).And.Contain("store", nameof(RedisCacheStore));
        TestRun.RequireRedis();
        await using RedisServer server = await RedisServer.StartAsync();
        await using ServiceProvider frozen = Build(server.Endpoint);
        (await CheckAsync(frozen)).Status.Should().Be(HealthStatus.Healthy);
        await server.SuspendAsync();
        HealthReportEntry unhealthy = await CheckAsync(frozen);
        await server.ResumeAsync();

        unhealthy.Status.Should().Be(HealthStatus.Unhealthy);
        unhealthy.Exception.Should().BeOfType<CacheStoreException>();
        await UntilAsync(async () => (await CheckAsync(frozen)).Status == HealthStatus.Healthy);
    }

    [TestMethod]
    public async Task No_server_is_unhealthy()
    {
        await using ServiceProvider provider = Build("127.0.0.1:1,password=secret");

        HealthReportEntry entry = await CheckAsync(provider);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Exception!.ToString().Should().NotContain("secret");
    }

    [TestMethod]
    public async Task A_cluster_with_a_node_away_is_degraded()
    {
        TestRun.RequireRedis();
        await using RedisCluster cluster = await RedisCluster.StartAsync();
        await using ServiceProvider provider = Build(cluster.ConnectionString);
        (await CheckAsync(provider)).Data.Should().Contain("nodes", 3).And.Contain("nodes_up", 3);

        await cluster.Nodes[2].DisposeAsync();

        await UntilAsync(async () => (await CheckAsync(provider)) is { Status: HealthStatus.Degraded } entry && entry.Data["nodes_up"].Equals(2));
    }

    private static ServiceProvider Build(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmbeddedCache().UseRedis(connectionString, options => options.OperationTimeout = TimeSpan.FromMilliseconds(500));
        services.AddHealthChecks().AddEmbeddedCache(degradedAfter: TimeSpan.FromSeconds(5));
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider provider) =>
        (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["embeddedcache"];

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
