using System.Diagnostics;
using System.Globalization;
using System.Text;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>One conversation that goes on for ever: past MaxChainSegments it costs no more.</summary>
internal sealed class EndlessConversationCheck(int messages) : IBoundsCheck
{
    public async Task<BoundsTable> RunAsync(CancellationToken cancellationToken)
    {
        int cap = new GatewayCacheOptions().MaxChainSegments;
        var table = new BoundsTable(
            string.Create(CultureInfo.InvariantCulture, $"One conversation of {messages:N0} messages, saved at every second one, in memory, MaxChainSegments {cap:N0}"),
            "messages", "microseconds a turn", "estimated KB of the store");
        await using var store = new InMemoryCacheStore();
        var cache = new GatewayCache(store);
        ConversationScope scope = ConversationScope.For(LlmApi.OpenAIChat, 1, "tenant", "endless");
        var chain = new StringBuilder("s:gateway");
        long missing = 0;
        long leastCapped = long.MaxValue;
        long mostCapped = 0;
        TimeSpan spent = TimeSpan.Zero;
        int turns = 0;
        for (int message = 1; message < messages; message += 2)
        {
            chain.Append(CultureInfo.InvariantCulture, $"-u:{message:x8}");
            string asked = chain.ToString();
            string saved = chain.Append(CultureInfo.InvariantCulture, $"-a:{message:x8}").ToString();
            long start = Stopwatch.GetTimestamp();
            ConversationMatch? match = await cache.FindConversationAsync(scope, asked, cancellationToken);
            await cache.SaveConversationAsync(scope, saved, "session", 7, cancellationToken);
            spent += Stopwatch.GetElapsedTime(start);
            turns++;
            missing += message == 1 || match is { AccountId: 7 } ? 0 : 1;
            if ((message + 1) % (messages / FloodWatch.Parts) < 2)
            {
                long bytes = store.GetStatistics().EstimatedBytes;
                table.Add(message + 1, spent.TotalMicroseconds / turns, bytes / 1_024.0);
                (spent, turns) = (TimeSpan.Zero, 0);
                if (message > cap)
                {
                    leastCapped = Math.Min(leastCapped, bytes);
                    mostCapped = Math.Max(mostCapped, bytes);
                }
            }
        }

        table.Expect(leastCapped == mostCapped, string.Create(CultureInfo.InvariantCulture, $"not a byte more behind the cap ({mostCapped:N0})"));
        table.Expect(missing == 0, $"every turn found its conversation ({missing} did not)");
        return table;
    }
}
