using EmbeddedCache.Stores;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>One client with as many paths as a trie holds, of 400 conversations, each of which takes its next turn.</summary>
internal sealed class FindCrowded : IRatioSuite
{
    private const int Conversations = 400;
    private const int Paths = 8_192;

    public string Name => "find-crowded";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using var store = new InMemoryCacheStore();
        var cache = new GatewayCache(store);
        using var flat = new FlatCache();
        var scope = ConversationScope.Anthropic(7, "Zk3vQ9xT1bLmW7aR");
        var random = new Random(1);

        // All of them begin with one system prompt, as those of one client do.
        string system = Conversation.Segments(random, 1)[0];
        string[][] turns = [.. Enumerable.Range(0, Conversations).Select(i => TurnsOf(i, system, random))];
        foreach (string path in turns.SelectMany(static conversation => conversation.SkipLast(1)))
        {
            await cache.SaveConversationAsync(scope, path, Conversation.SessionId, Conversation.AccountId, cancellationToken);
            flat.Save(scope, path, Conversation.SessionId, Conversation.AccountId);
        }

        (string Chain, int Matched)[] requests = [.. turns.Select(static conversation => (conversation[^1], conversation[^2].Length))];
        IReadOnlyList<Measurement> both = await new RoundRunner().MeasureAsync(Ours(cache, scope, requests), Flat(flat, scope, requests));
        run.Add(RatioRow.Of(Name, both[0], both[1], Budget.TimeAtMost(0.4), allocatedAtMost: 0));
    }

    private static Contender Ours(GatewayCache cache, ConversationScope scope, (string Chain, int Matched)[] requests)
    {
        int next = 0;
        return Contender.Of("EmbeddedCache", operations =>
        {
            for (; operations > 0; operations--)
            {
                (string chain, int matched) = requests[next++ % requests.Length];
                ConversationMatch? match = Answer.Of(cache.FindConversationAsync(scope, chain));
                Answer.Check(match?.MatchedLength == matched);
            }
        });
    }

    private static Contender Flat(FlatCache flat, ConversationScope scope, (string Chain, int Matched)[] requests)
    {
        int next = 0;
        return Contender.Of("flat MemoryCache", operations =>
        {
            for (; operations > 0; operations--)
            {
                (string chain, int matched) = requests[next++ % requests.Length];
                flat.FindByStrings(scope, chain, out int matchedLength);
                Answer.Check(matchedLength == matched);
            }
        });
    }

    // The chains that are saved, which are as many in sum as a trie holds, and the next turn behind them.
    private static string[] TurnsOf(int conversation, string system, Random random)
    {
        int turns = ((conversation + 1) * Paths / Conversations) - (conversation * Paths / Conversations);
        string[] segments = [system, .. Conversation.Segments(random, (2 * turns) + 1)];
        return [.. Conversation.Beginnings(segments, first: 2, last: segments.Length)];
    }
}
