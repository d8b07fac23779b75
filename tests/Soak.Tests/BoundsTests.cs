using EmbeddedCache.Soak.Bounds;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Soak.Tests;

/// <summary>The checks of <c>bounds</c> with a hundredth of what they take there. What takes a minute there, idle entries, has its tests beside the store.</summary>
[TestClass]
public sealed class BoundsTests(TestContext context)
{
    [TestMethod]
    public Task More_sessions_than_are_kept() => HoldsAsync(new SessionsCheck(sessions: 200_000, maxEntries: 2_000));

    [TestMethod]
    public Task More_conversations_than_are_kept() => HoldsAsync(new ConversationsCheck(conversations: 20_000, maxEntries: 2_000));

    [TestMethod]
    public Task A_client_that_begins_conversations_for_ever() => HoldsAsync(new EndlessTenantCheck(conversations: 50_000, maxPaths: 500));

    [TestMethod]
    public Task A_conversation_that_never_ends() => HoldsAsync(new EndlessConversationCheck(messages: 6_000));

    [TestMethod]
    public Task A_client_that_begins_conversations_for_ever_in_Redis()
    {
        if (!RedisServer.IsInstalled)
        {
            SharedServers.RequireRedisOnCI();
            Assert.Inconclusive("There is no redis-server in PATH.");
        }

        return HoldsAsync(new EndlessTenantOnRedisCheck(conversations: 5_000, maxPaths: 500));
    }

    private async Task HoldsAsync(IBoundsCheck check)
    {
        BoundsTable table = await check.RunAsync(context.CancellationToken);
        context.WriteLine(table.ToString());
        table.Broken.Should().BeEmpty(table.ToString());
    }
}
