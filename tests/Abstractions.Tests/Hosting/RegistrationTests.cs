using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Tests;

[TestClass]
public sealed class RegistrationTests
{
    [TestMethod]
    public async Task One_line_gives_a_host_a_cache_in_memory_that_goes_with_the_host()
    {
        ICacheStore store;
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddEmbeddedCache().UseInMemory();
        using (IHost host = builder.Build())
        {
            await host.StartAsync();
            IGatewayCache cache = host.Services.GetRequiredService<IGatewayCache>();
            await cache.SetSessionAccountAsync(1, "h", 42);
            (await cache.GetSessionAccountAsync(1, "h")).Should().Be(42);
            host.Services.GetRequiredService<IGatewayCache>().Should().BeSameAs(cache);
            store = host.Services.GetRequiredService<ICacheStore>();
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        Func<Task> use = async () => await store.GetAsync(new CacheKey("s:", 1, "h"));
        await use.Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestMethod]
    public async Task Options_and_the_hosts_clock_are_used()
    {
        var time = new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddEmbeddedCache(options => options.SessionTimeToLive = TimeSpan.FromSeconds(5)).UseInMemory(options => options.MaxEntries = 1);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IGatewayCache cache = provider.GetRequiredService<IGatewayCache>();

        await cache.SetSessionAccountAsync(1, "first", 1);
        await cache.SetSessionAccountAsync(1, "second", 2);
        (await cache.GetSessionAccountAsync(1, "first")).Should().BeNull("there is room for one");
        time.Advance(TimeSpan.FromMilliseconds(5_000));
        (await cache.GetSessionAccountAsync(1, "second")).Should().Be(2);
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await cache.GetSessionAccountAsync(1, "second")).Should().BeNull();
    }

    [TestMethod]
    public void A_cache_without_a_store_says_what_is_missing()
    {
        var services = new ServiceCollection();
        services.AddEmbeddedCache();
        using ServiceProvider provider = services.BuildServiceProvider();

        Action resolve = () => provider.GetRequiredService<IGatewayCache>();
        resolve.Should().Throw<InvalidOperationException>().WithMessage("*UseInMemory*");
    }
}
