using EmbeddedCache.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class FallbackRegistrationTests
{
    // A port of this machine at which nobody listens.
    private const string Nowhere = "127.0.0.1:1,connectTimeout=200";

    [TestMethod]
    public async Task A_cache_over_a_Redis_that_is_away_works_with_a_fallback()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddEmbeddedCache();
        services.AddEmbeddedCache()
            .UseRedis(Nowhere, options => options.OperationTimeout = TimeSpan.FromMilliseconds(300))
            .WithLocalFallback(options => options.FailureThreshold = 1)
            .WithLocalFallback();
        await using ServiceProvider provider = services.BuildServiceProvider();
        IGatewayCache cache = provider.GetRequiredService<IGatewayCache>();

        await cache.SetSessionAccountAsync(1, "s", 5);

        (await cache.GetSessionAccountAsync(1, "s")).Should().Be(5);
        (await cache.IncrementModelCallsAsync(5, "m")).Should().Be(1);
        LocalFallbackStore store = provider.GetRequiredService<ICacheStore>().Should().BeOfType<LocalFallbackStore>().Subject;
        store.State.Should().Be(FallbackState.Away);
        HealthReport health = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        health.Entries.Values.Single().Status.Should().Be(HealthStatus.Degraded);
        health.Entries.Values.Single().Description.Should().Contain("memory of this process");
    }

    [TestMethod]
    public async Task The_host_disposes_the_store_and_the_one_behind_it()
    {
        var primary = new RedisCacheStore(new RedisStoreOptions { ConnectionString = Nowhere });
        var services = new ServiceCollection();
        services.AddEmbeddedCache("named").WithLocalFallback().UseStore(new StoreDefinition<object> { Name = "Mine", Read = (_, _) => { }, Create = (_, _) => primary });
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            provider.GetRequiredKeyedService<ICacheStore>("named").Should().BeOfType<LocalFallbackStore>();
        }

        await FluentActions.Awaiting(() => primary.GetAsync(TestRun.NewKey()).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestMethod]
    public async Task A_configuration_sets_the_fallback_and_what_is_wrong_fails_the_start()
    {
        using IHost right = Host("00:00:05", "FailureThreshold");
        await right.StartAsync();
        LocalFallbackStore store = right.Services.GetRequiredService<ICacheStore>().Should().BeOfType<LocalFallbackStore>().Subject;
        store.State.Should().Be(FallbackState.Connected);
        right.Services.GetRequiredService<IOptionsMonitor<LocalFallbackOptions>>().CurrentValue.ProbeInterval.Should().Be(TimeSpan.FromSeconds(5));
        await right.StopAsync();

        foreach ((string interval, string setting, string named) in new[] { ("-1", "FailureThreshold", "ProbeInterval"), ("00:00:05", "Typo", "Typo") })
        {
            using IHost wrong = Host(interval, setting);
            (await FluentActions.Awaiting(() => wrong.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage($"*EmbeddedCache:LocalFallback:{named}*");
        }
    }

    private static IHost Host(string interval, string setting)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EmbeddedCache:Store"] = "Redis",
            ["EmbeddedCache:Redis:ConnectionString"] = Nowhere,
            ["EmbeddedCache:LocalFallback:ProbeInterval"] = interval,
            [$"EmbeddedCache:LocalFallback:{setting}"] = "2",
        });
        builder.Services.AddEmbeddedCache(builder.Configuration.GetSection("EmbeddedCache")).AddInMemory().AddRedis().WithLocalFallback();
        return builder.Build();
    }
}
