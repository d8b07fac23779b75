using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class RegistrationTests
{
    [TestMethod]
    public async Task One_line_gives_two_gateways_one_memory()
    {
        string endpoint = (await SharedServers.GetAsync(TestServerKind.Redis)).ConnectionString;
        using IHost first = Gateway(cache => cache.UseRedis(endpoint));
        using IHost second = Gateway(cache => cache.UseRedis(endpoint));
        string session = Guid.NewGuid().ToString();

        await first.Services.GetRequiredService<IGatewayCache>().SetSessionAccountAsync(1, session, 42);

        (await second.Services.GetRequiredService<IGatewayCache>().GetSessionAccountAsync(1, session)).Should().Be(42);
    }

    [TestMethod]
    public async Task The_hosts_own_connection_is_used_and_stays_open()
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync((await SharedServers.GetAsync(TestServerKind.Redis)).ConnectionString);
        IHost host = Gateway(cache => cache.UseRedis(options => options.ConnectionMultiplexer = connection));
        string session = Guid.NewGuid().ToString();
        await host.Services.GetRequiredService<IGatewayCache>().SetSessionAccountAsync(1, session, 42);

        await ((IAsyncDisposable)host).DisposeAsync();

        ((long)await connection.GetDatabase().StringGetAsync($"sticky_session:1:{session}")).Should().Be(42);
    }

    [TestMethod]
    public async Task More_options_follow_the_connection_string()
    {
        string endpoint = (await SharedServers.GetAsync(TestServerKind.Redis)).ConnectionString;
        using IHost host = Gateway(cache => cache.UseRedis(endpoint, options => options.KeyPrefix = "gw:"));
        string session = Guid.NewGuid().ToString();
        await host.Services.GetRequiredService<IGatewayCache>().SetSessionAccountAsync(1, session, 42);

        ((long)await (await TestRun.DatabaseAsync()).StringGetAsync($"gw:sticky_session:1:{session}")).Should().Be(42);
    }

    [TestMethod]
    public async Task The_configuration_chooses_the_store_and_says_how_it_is_used()
    {
        string endpoint = (await SharedServers.GetAsync(TestServerKind.Redis)).ConnectionString;
        string prefix = $"{Guid.NewGuid():N}:";
        using IHost host = Configured(("Store", "Redis"), ("KeyPrefix", "beside:"), ("Redis:ConnectionString", endpoint), ("Redis:KeyPrefix", prefix), ("Redis:PathLayout", "hashed"));
        await host.StartAsync();

        await host.Services.GetRequiredService<IGatewayCache>().SetSessionAccountAsync(1, "h", 42);

        host.Services.GetRequiredService<ICacheStore>().Should().BeOfType<RedisCacheStore>();
        ((long)await (await TestRun.DatabaseAsync()).StringGetAsync($"{prefix}sticky_session:1:h")).Should().Be(42);
    }

    [TestMethod]
    public async Task A_store_that_is_not_chosen_needs_no_settings()
    {
        using IHost host = Configured(("Store", "InMemory"));
        await host.StartAsync();

        host.Services.GetRequiredService<ICacheStore>().Should().BeOfType<InMemoryCacheStore>();
    }

    [TestMethod]
    [DataRow("Store", null, "EmbeddedCache:Store is not set: InMemory or Redis is needed.")]
    [DataRow("Store", "Rediss", "EmbeddedCache:Store is 'Rediss': InMemory or Redis is needed.")]
    [DataRow("Redis:ConnectionString", null, "EmbeddedCache:Redis:ConnectionString is not set: a connection string such as localhost:6379 is needed.")]
    [DataRow("Redis:ConnectionString", "h:1,password=secret,connectTimeout=secret", "EmbeddedCache:Redis:ConnectionString cannot be read: host:port,option=value without commas in a value is needed.")]
    [DataRow("Redis:Database", "-2", "EmbeddedCache:Redis:Database is -2: a whole number from -1 to 2147483647 is needed.")]
    [DataRow("Redis:OperationTimeout", "2.00:00:00", "EmbeddedCache:Redis:OperationTimeout is 2.00:00:00: a time of more than zero and at most 1.00:00:00 is needed.")]
    [DataRow("Redis:PathLayout", "Flat", "EmbeddedCache:Redis:PathLayout is 'Flat': FullPath or Hashed is needed.")]
    [DataRow("Redis:PathLayout", "1", "EmbeddedCache:Redis:PathLayout is '1': FullPath or Hashed is needed.")]
    [DataRow("Redis:Keyprefixes", "x", "There is no setting EmbeddedCache:Redis:Keyprefixes; here stand ConnectionString, Database, KeyPrefix, MaxPathsPerTrie, OperationTimeout, PathLayout.")]
    public async Task A_wrong_setting_fails_the_start_with_one_sentence(string setting, string? value, string sentence)
    {
        using IHost host = Configured([.. new (string Setting, string? Value)[] { ("Store", "Redis"), ("Redis:ConnectionString", "localhost:1") }.Where(one => one.Setting != setting), (setting, value)]);

        (await host.Invoking(one => one.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Be(sentence);
    }

    [TestMethod]
    public void Two_stores_are_refused_when_they_are_registered() =>
        FluentActions.Invoking(() => Gateway(cache => cache.UseInMemory().UseRedis("localhost"))).Should().Throw<InvalidOperationException>().WithMessage("*InMemory was registered before Redis*");

    private static IHost Configured(params (string Setting, string? Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Where(one => one.Value is not null).ToDictionary(one => $"EmbeddedCache:{one.Setting}", one => one.Value));
        builder.Services.AddEmbeddedCache(builder.Configuration.GetSection("EmbeddedCache")).AddInMemory().AddRedis();
        return builder.Build();
    }

    private static IHost Gateway(Action<EmbeddedCache.Hosting.IEmbeddedCacheBuilder> useStore)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        useStore(builder.Services.AddEmbeddedCache());
        return builder.Build();
    }
}
