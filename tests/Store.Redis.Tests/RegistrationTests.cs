using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

    private static IHost Gateway(Action<EmbeddedCache.Hosting.IEmbeddedCacheBuilder> useStore)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        useStore(builder.Services.AddEmbeddedCache());
        return builder.Build();
    }
}
