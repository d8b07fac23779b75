using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Tests;

[TestClass]
public sealed class HealthCheckTests
{
    [TestMethod]
    public async Task A_store_in_memory_is_healthy_and_says_what_it_keeps()
    {
        await using ServiceProvider provider = Build(services => services.AddEmbeddedCache().UseInMemory());
        await provider.GetRequiredService<IGatewayCache>().SetSessionAccountAsync(1, "h", 2);

        HealthReportEntry entry = await CheckAsync(provider);

        entry.Status.Should().Be(HealthStatus.Healthy);
        entry.Data["store"].Should().Be("InMemoryCacheStore");
        entry.Data["entries"].Should().Be(1L);
        ((long)entry.Data["bytes"]).Should().BeInRange(100, 2_000);
        entry.Data.Should().ContainKey("latency_ms");
    }

    [TestMethod]
    public async Task A_store_that_fails_is_unhealthy_and_says_why()
    {
        await using var store = new RecordingStore { Failure = () => new CacheStoreException("The store is away.") };
        await using ServiceProvider provider = Build(services => services.AddSingleton<ICacheStore>(store).AddEmbeddedCache());

        HealthReportEntry entry = await CheckAsync(provider);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Exception.Should().BeOfType<CacheStoreException>();
    }

    [TestMethod]
    [DataRow(3, 3, false, HealthStatus.Healthy)]
    [DataRow(3, 2, false, HealthStatus.Degraded)]
    [DataRow(3, 2, true, HealthStatus.Degraded)]
    [DataRow(3, 0, true, HealthStatus.Unhealthy)]
    [DataRow(3, 3, true, HealthStatus.Unhealthy)]
    [DataRow(1, 1, false, HealthStatus.Healthy)]
    public async Task Servers_that_are_away_are_told_from_a_store_that_is(int nodes, int up, bool fails, HealthStatus status)
    {
        await using var store = new ServersStore(new RemoteStoreStatus(nodes, up, TimeSpan.FromMilliseconds(1))) { Failure = fails ? () => new CacheStoreException("The store is away.") : null };
        await using ServiceProvider provider = Build(services => services.AddSingleton<ICacheStore>(store).AddEmbeddedCache());

        HealthReportEntry entry = await CheckAsync(provider);

        entry.Status.Should().Be(status);
        entry.Data["nodes_up"].Should().Be(up);
    }

    [TestMethod]
    [DataRow(100, HealthStatus.Healthy)]
    [DataRow(101, HealthStatus.Degraded)]
    public async Task An_answer_that_takes_too_long_is_degraded(int milliseconds, HealthStatus status)
    {
        var time = new FakeTimeProvider();
        await using var store = new RecordingStore { OnCall = () => time.Advance(TimeSpan.FromMilliseconds(milliseconds)) };
        await using ServiceProvider provider = Build(services => services.AddSingleton<TimeProvider>(time).AddSingleton<ICacheStore>(store).AddEmbeddedCache());

        (await CheckAsync(provider)).Status.Should().Be(status);
    }

    [TestMethod]
    public async Task A_cache_with_a_name_has_a_check_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmbeddedCache().UseInMemory();
        services.AddEmbeddedCache("chat").UseInMemory();
        services.AddHealthChecks().AddEmbeddedCache().AddEmbeddedCache("chat");
        await using ServiceProvider provider = services.BuildServiceProvider();

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.Keys.Should().BeEquivalentTo("embeddedcache", "embeddedcache:chat");
        report.Status.Should().Be(HealthStatus.Healthy);
    }

    private static ServiceProvider Build(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        register(services);
        services.AddHealthChecks().AddEmbeddedCache();
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider provider) =>
        (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["embeddedcache"];

    private sealed class ServersStore(RemoteStoreStatus status) : RecordingStore, IRemoteCacheStore
    {
        public string SystemName => "test";

        public ValueTask<RemoteStoreStatus> ProbeAsync(CancellationToken cancellationToken = default) => new(status);
    }
}
