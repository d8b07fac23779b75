using System.Net;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A store that fails costs requests their account, never their answer.</summary>
[TestClass]
public sealed class StoreFailureTests
{
    [TestMethod]
    public async Task Requests_are_answered_while_the_store_is_away_and_return_to_their_accounts_when_it_is_back()
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
            ["EmbeddedCache:Redis:OperationTimeout"] = "00:00:00.300",
        });
        await EventuallyAsync(gateway);

        redis.Stop();
        (await AskAsync(gateway)).Should().Be("new");
        (await AskAsync(gateway)).Should().Be("new");

        await redis.StartAsync();
        await EventuallyAsync(gateway);
    }

    private static async Task<string?> AskAsync(GatewayHost gateway)
    {
        using HttpResponseMessage answer = await gateway.AskAsync("Hello");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return answer.MatchOf();
    }

    // A connection is made in its own time, and comes back in its own time.
    private static async Task EventuallyAsync(GatewayHost gateway)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            if (await AskAsync(gateway) == "session")
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("The store is there, and its memory is not used.");
    }
}
