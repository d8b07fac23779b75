using System.Net;
using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A store that fails costs requests their account at most, never their answer.</summary>
[TestClass]
public sealed class StoreFailureTests
{
    [TestMethod]
    public async Task Requests_are_answered_though_every_operation_of_the_store_fails()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(
            configure: static builder => builder.Services.AddSingleton<IGatewayCache>(new GatewayCache(new FailingStore())));

        (await AskAsync(gateway)).Should().Be("new");
        (await AskAsync(gateway)).Should().Be("new");
    }

    [TestMethod]
    public async Task While_Redis_is_away_sessions_stay_with_their_accounts()
    {
        SharedServers.RequireRedisOnCI();
        if (!RedisServer.IsInstalled)
        {
            Assert.Inconclusive("There is no redis-server in PATH.");
        }

        await using RedisServer redis = await RedisServer.StartAsync();
        await using GatewayHost gateway = await GatewayHost.StartAsync(new Dictionary<string, string?>
        {
            ["EmbeddedCache:Store"] = "Redis",
            ["EmbeddedCache:Redis:ConnectionString"] = redis.Endpoint,
        });
        (await AskAsync(gateway)).Should().Be("new");
        (await AskAsync(gateway)).Should().Be("session");

        redis.Stop();
        (await AskAsync(gateway)).Should().Be("session");
        (await AskAsync(gateway)).Should().Be("session");

        await redis.StartAsync();
        (await AskAsync(gateway)).Should().Be("session");
    }

    private static async Task<string?> AskAsync(GatewayHost gateway)
    {
        using HttpResponseMessage answer = await gateway.AskAsync("Hello", headers: ("x-session-id", "one"));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return answer.MatchOf();
    }

    private sealed class FailingStore : ICacheStore
    {
        public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) => throw Failure();

        public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) => throw Failure();

        private static InvalidOperationException Failure() => new("This store fails.");
    }
}
