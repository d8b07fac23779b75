using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>One client that begins one conversation after another, for ever, in memory.</summary>
internal sealed class EndlessTenantCheck(int conversations, int maxPaths) : IBoundsCheck
{
    public async Task<BoundsTable> RunAsync(CancellationToken cancellationToken)
    {
        var table = new BoundsTable(
            string.Create(CultureInfo.InvariantCulture, $"{conversations:N0} conversations of one client, in memory, MaxPathsPerTrie {maxPaths:N0}"), FloodWatch.Columns);
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxPathsPerTrie = maxPaths });
        var cache = new GatewayCache(store);
        ConversationScope scope = ConversationScope.Gemini(1, "endless");
        var watch = new FloodWatch(store, table, maxEntries: 1);
        long missing = 0;
        watch.Begin();
        for (int i = 0; i < conversations; i++)
        {
            string chain = EndlessChains.Of(i);
            await cache.SaveConversationAsync(scope, chain, "session", i + 1, cancellationToken);
            ConversationMatch? match = await cache.FindConversationAsync(scope, chain + "-u:next", cancellationToken);
            missing += match is { } found && found.AccountId == i + 1 && found.MatchedLength == chain.Length ? 0 : 1;
            if ((i + 1) % (conversations / FloodWatch.Parts) == 0)
            {
                watch.Look(i + 1);
            }
        }

        watch.Judge(keys: 1);
        table.Expect(missing == 0, $"the newest always there ({missing} of {conversations} were not)");
        long evicted = store.GetStatistics().EvictedPaths;
        table.Expect(evicted == conversations - maxPaths, string.Create(CultureInfo.InvariantCulture, $"{maxPaths:N0} paths kept: {evicted:N0} evicted and counted"));
        return table;
    }
}
