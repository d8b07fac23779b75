using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>Far more clients with a conversation than a store in memory keeps.</summary>
internal sealed class ConversationsCheck(int conversations, int maxEntries) : IBoundsCheck
{
    private const int Turns = 3;

    public async Task<BoundsTable> RunAsync(CancellationToken cancellationToken)
    {
        var table = new BoundsTable(
            string.Create(CultureInfo.InvariantCulture, $"{conversations:N0} conversations of {Turns} turns, each of another client, MaxEntries {maxEntries:N0}"),
            FloodWatch.Columns);
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = maxEntries });
        var cache = new GatewayCache(store);
        var watch = new FloodWatch(store, table, maxEntries);
        long missing = 0;
        watch.Begin();
        for (int i = 0; i < conversations; i++)
        {
            ConversationScope scope = ScopeOf(i);
            string chain = "s:gateway";
            for (int turn = 0; turn < Turns; turn++)
            {
                string next = $"{chain}-u:{i:x}{turn}";
                ConversationMatch? match = await cache.FindConversationAsync(scope, next, cancellationToken);
                missing += (match?.AccountId ?? 0) == (turn == 0 ? 0 : i + 1) ? 0 : 1;
                chain = $"{next}-a:{i:x}{turn}";
                await cache.SaveConversationAsync(scope, chain, "session", i + 1, cancellationToken);
            }

            if ((i + 1) % (conversations / FloodWatch.Parts) == 0)
            {
                watch.Look(i + 1);
            }
        }

        watch.Judge(conversations);
        table.Expect(missing == 0, $"every next turn found what the one before had saved ({missing} did not)");
        return table;
    }

    private static ConversationScope ScopeOf(int i) => ConversationScope.Anthropic(1, i.ToString("x16", CultureInfo.InvariantCulture));
}
