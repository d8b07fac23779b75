using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// The saves of conversations that grow from 180 messages to 220, turn by turn. What is allocated is the text of the turn and the
/// session's value, the room to grow in included.
/// </summary>
internal sealed class SaveTurn : IRatioSuite
{
    private const int Conversations = 16;
    private const int TurnsBefore = 90;
    private const int Turns = 110;

    public string Name => "save-turn";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using var store = new InMemoryCacheStore();
        using var flat = new FlatCache();
        var cache = new GatewayCache(store);
        Growing[] all = [.. Enumerable.Range(0, Conversations).Select(static client => new Growing(client))];

        Contender ours = Contender.Of("EmbeddedCache", _ => Save(cache, all, TurnsBefore, Turns), _ =>
        {
            Array.ForEach(all, conversation => Answer.Of(store.DeleteAsync(conversation.Key)));
            Save(cache, all, 0, TurnsBefore);
        });
        Contender peer = Contender.Of("flat MemoryCache", _ => Save(flat, all, TurnsBefore, Turns), _ => flat.Clear());
        int operations = Conversations * (Turns - TurnsBefore);
        IReadOnlyList<Measurement> both = await new RoundRunner { Rounds = 25 }.MeasureAsync(ours.WithRoundsOf(operations), peer.WithRoundsOf(operations));
        run.Add(RatioRow.Of(Name, both[0], both[1], Budget.TimeAtMost(0.8)));
    }

    // All conversations take a turn before one takes the next, as those of many clients do.
    private static void Save(GatewayCache cache, Growing[] all, int first, int end)
    {
        for (int turn = first; turn < end; turn++)
        {
            foreach (Growing conversation in all)
            {
                Answer.Done(cache.SaveConversationAsync(conversation.Scope, conversation.Chains[turn], Conversation.SessionId, Conversation.AccountId));
            }
        }
    }

    private static void Save(FlatCache flat, Growing[] all, int first, int end)
    {
        for (int turn = first; turn < end; turn++)
        {
            foreach (Growing conversation in all)
            {
                flat.Save(conversation.Scope, conversation.Chains[turn], Conversation.SessionId, Conversation.AccountId);
            }
        }
    }

    /// <summary>A client with one conversation, and its chains turn by turn.</summary>
    private sealed class Growing(int client)
    {
        public CacheKey Key { get; } = new("anthropic:trie:", 7, string.Create(CultureInfo.InvariantCulture, $"Zk3vQ9xT1bLm{client:0000}"));

        public ConversationScope Scope => ConversationScope.Anthropic(Key.Id, Key.Name);

        public string[] Chains { get; } =
            [.. Conversation.Beginnings(Conversation.Segments(new Random(client), 2 * Turns), first: 2, last: 2 * Turns)];
    }
}
