using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Tests;

/// <summary>Settings from a configuration: what is right is used, what is wrong fails the start with one sentence, what changes is followed.</summary>
[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public async Task The_settings_are_used()
    {
        var time = new FakeTimeProvider();
        using IHost host = Build(
            new()
            {
                ["EmbeddedCache:Store"] = "inmemory",
                ["EmbeddedCache:SessionTimeToLive"] = "00:00:05",
                ["EmbeddedCache:InMemory:MaxEntries"] = "1",
            },
            time: time);
        await host.StartAsync();
        IGatewayCache cache = host.Services.GetRequiredService<IGatewayCache>();

        await cache.SetSessionAccountAsync(1, "first", 1);
        await cache.SetSessionAccountAsync(1, "second", 2);
        (await cache.GetSessionAccountAsync(1, "first")).Should().BeNull("there is room for one");
        time.Advance(TimeSpan.FromMilliseconds(5_001));
        (await cache.GetSessionAccountAsync(1, "second")).Should().BeNull();
    }

    [TestMethod]
    [DataRow("Store", "Disk", "EmbeddedCache:Store is 'Disk': InMemory is needed.")]
    [DataRow("SessionTimeToLive", "5 minutes", "EmbeddedCache:SessionTimeToLive is '5 minutes': a time such as 00:05:00 (five minutes) or 1.00:00:00 (a day) is needed.")]
    [DataRow("SessionTimeToLive", "300", "EmbeddedCache:SessionTimeToLive is '300': a time such as 00:05:00 (five minutes) or 1.00:00:00 (a day) is needed.")]
    [DataRow("ModelLoadTimeToLive", "-00:00:01", "EmbeddedCache:ModelLoadTimeToLive is -00:00:01: a time of more than zero is needed.")]
    [DataRow("MaxChainSegments", "0", "EmbeddedCache:MaxChainSegments is 0: a whole number from 1 to 2147483647 is needed.")]
    [DataRow("InMemory:MaxEntries", "many", "EmbeddedCache:InMemory:MaxEntries is 'many': a whole number is needed.")]
    [DataRow("InMemory:MaxPathsPerTrie", "-7", "EmbeddedCache:InMemory:MaxPathsPerTrie is -7: a whole number from 1 to 2147483647 is needed.")]
    [DataRow("InMemory:MaxEntires", "7", "There is no setting EmbeddedCache:InMemory:MaxEntires; here stand MaxEntries, MaxPathsPerTrie, SnapshotInterval, SnapshotPath.")]
    [DataRow("ConversationTimeTolive2", "7", "There is no setting EmbeddedCache:ConversationTimeTolive2; here stand ConversationTimeToLive, InMemory, MaxChainSegments, ModelLoadTimeToLive, SessionTimeToLive, Store.")]
    public async Task A_wrong_setting_fails_the_start_with_one_sentence(string setting, string value, string sentence)
    {
        using IHost host = Build(new() { [$"EmbeddedCache:{setting}"] = value });

        (await host.Invoking(one => one.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Be(sentence);
    }

    [TestMethod]
    public async Task A_wrong_option_from_code_fails_the_start_as_well()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddEmbeddedCache(options => options.MaxChainSegments = 0).UseInMemory();
        using IHost host = builder.Build();

        (await host.Invoking(one => one.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Be("GatewayCacheOptions.MaxChainSegments is 0: a whole number from 1 to 2147483647 is needed.");
    }

    [TestMethod]
    public async Task A_cache_without_a_store_fails_the_start()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddEmbeddedCache();
        using IHost host = builder.Build();

        await host.Invoking(one => one.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage("*UseInMemory()*");
    }

    [TestMethod]
    public async Task The_hosts_own_store_is_used()
    {
        await using var own = new InMemoryCacheStore();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<ICacheStore>(own);
        builder.Services.AddEmbeddedCache();
        using IHost host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<IGatewayCache>().SetSessionAccountAsync(1, "h", 2);
        own.Count.Should().Be(1);
    }

    [TestMethod]
    public async Task Lives_and_bounds_follow_a_configuration_that_is_loaded_again()
    {
        var time = new FakeTimeProvider();
        using IHost host = Build(new() { ["EmbeddedCache:SessionTimeToLive"] = "00:00:05" }, time: time);
        await host.StartAsync();
        IGatewayCache cache = host.Services.GetRequiredService<IGatewayCache>();
        await cache.SetSessionAccountAsync(1, "a", 1);
        await cache.SetSessionAccountAsync(1, "b", 2);

        Reload(host, ("SessionTimeToLive", "00:01:00"), ("InMemory:MaxEntries", "1"));

        ((InMemoryCacheStore)host.Services.GetRequiredService<ICacheStore>()).Count.Should().Be(1);
        (await cache.GetSessionAccountAsync(1, "b")).Should().Be(2, "the newest stays");
        await cache.RefreshSessionAsync(1, "b");
        time.Advance(TimeSpan.FromSeconds(30));
        (await cache.GetSessionAccountAsync(1, "b")).Should().Be(2, "a renewal takes the new life");
    }

    [TestMethod]
    public async Task A_snapshot_brings_the_memory_over_a_restart_of_the_host()
    {
        string folder = Directory.CreateTempSubdirectory("embeddedcache-host-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["EmbeddedCache:InMemory:SnapshotPath"] = Path.Combine(folder, "cache.snapshot"),
            ["EmbeddedCache:InMemory:SnapshotInterval"] = "00:00:10",
        };
        var scope = ConversationScope.Anthropic(1, "0123456789abcdef");
        var first = (IAsyncDisposable)Build(settings);
        await ((IHost)first).Services.GetRequiredService<IGatewayCache>().SaveConversationAsync(scope, "u:1-m:2", "session", 42);
        await first.DisposeAsync();

        var second = (IAsyncDisposable)Build(settings);
        (await ((IHost)second).Services.GetRequiredService<IGatewayCache>().FindConversationAsync(scope, "u:1-m:2-u:3")).Should().NotBeNull()
            .And.BeOfType<ConversationMatch>().Which.AccountId.Should().Be(42);
        await second.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public async Task Wrong_settings_loaded_again_leave_the_former_ones_and_are_logged_once()
    {
        var logger = new FakeLogger<GatewayCache>();
        var time = new FakeTimeProvider();
        using IHost host = Build(new() { ["EmbeddedCache:SessionTimeToLive"] = "00:01:00" }, logger, time);
        await host.StartAsync();
        IGatewayCache cache = host.Services.GetRequiredService<IGatewayCache>();

        Reload(host, ("SessionTimeToLive", "soon"));
        Reload(host, ("SessionTimeToLive", "soon"));

        await cache.SetSessionAccountAsync(1, "h", 1);
        time.Advance(TimeSpan.FromSeconds(59));
        (await cache.GetSessionAccountAsync(1, "h")).Should().Be(1);
        logger.Collector.GetSnapshot().Should().ContainSingle(line => line.Message.Contains("EmbeddedCache:SessionTimeToLive is 'soon'", StringComparison.Ordinal));

        Reload(host, ("SessionTimeToLive", "00:00:01"));
        await cache.SetSessionAccountAsync(1, "h", 1);
        time.Advance(TimeSpan.FromSeconds(2));
        (await cache.GetSessionAccountAsync(1, "h")).Should().BeNull("a right one is taken again");
    }

    [TestMethod]
    public async Task Caches_with_names_have_stores_and_options_of_their_own()
    {
        var time = new FakeTimeProvider();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Chat:SessionTimeToLive"] = "00:00:01", ["Chat:InMemory:MaxEntries"] = "1" });
        builder.Services.AddEmbeddedCache().UseInMemory();
        builder.Services.AddEmbeddedCache("chat", builder.Configuration.GetSection("Chat")).AddInMemory();
        builder.Services.AddEmbeddedCache("batch", options => options.SessionTimeToLive = TimeSpan.FromDays(1)).UseInMemory();
        using IHost host = builder.Build();
        await host.StartAsync();
        IGatewayCache[] caches =
        [
            host.Services.GetRequiredService<IGatewayCache>(),
            host.Services.GetRequiredKeyedService<IGatewayCache>("chat"),
            host.Services.GetRequiredKeyedService<IGatewayCache>("batch"),
        ];

        for (int i = 0; i < caches.Length; i++)
        {
            await caches[i].SetSessionAccountAsync(1, "h", i);
        }

        time.Advance(TimeSpan.FromSeconds(2));
        (await caches[0].GetSessionAccountAsync(1, "h")).Should().Be(0);
        (await caches[1].GetSessionAccountAsync(1, "h")).Should().BeNull();
        time.Advance(TimeSpan.FromHours(2));
        (await caches[0].GetSessionAccountAsync(1, "h")).Should().BeNull();
        (await caches[2].GetSessionAccountAsync(1, "h")).Should().Be(2);
    }

    [TestMethod]
    public async Task A_wrong_setting_of_a_cache_with_a_name_fails_the_start()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Chat:InMemory:MaxEntries"] = "0" });
        builder.Services.AddEmbeddedCache("chat", builder.Configuration.GetSection("Chat")).AddInMemory();
        using IHost host = builder.Build();

        (await host.Invoking(one => one.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().StartWith("Chat:InMemory:MaxEntries is 0:");
    }

    [TestMethod]
    public void A_second_store_is_refused_when_it_is_registered_and_the_same_one_again_is_not()
    {
        var services = new ServiceCollection();
        IEmbeddedCacheBuilder cache = services.AddEmbeddedCache().UseInMemory();
        var other = new StoreDefinition<InMemoryStoreOptions> { Name = "Other", Create = (_, _) => new InMemoryCacheStore(), Read = (_, _) => { } };

        cache.Invoking(one => one.UseStore(other)).Should().Throw<InvalidOperationException>().WithMessage("*InMemory was registered before Other*");
        services.AddEmbeddedCache().UseInMemory(options => options.MaxEntries = 3);
        services.Count(service => service.ServiceType == typeof(ICacheStore)).Should().Be(1);
    }

    private static IHost Build(Dictionary<string, string?> settings, ILogger<GatewayCache>? logger = null, TimeProvider? time = null)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddEmbeddedCache(builder.Configuration.GetSection("EmbeddedCache")).AddInMemory();
        if (logger is not null)
        {
            builder.Services.AddSingleton(logger);
        }

        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        return builder.Build();
    }

    private static void Reload(IHost host, params (string Setting, string Value)[] settings)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        foreach ((string setting, string value) in settings)
        {
            configuration[$"EmbeddedCache:{setting}"] = value;
        }

        configuration.Reload();
    }
}
