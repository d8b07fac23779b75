using System.Collections.Concurrent;
using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// What is kept takes, by the garbage collector's count of live bytes before and after. Texts that a request brings along, session
/// ids and keys, are new strings at every save, as they are in a gateway.
/// </summary>
internal sealed class Bytes : IRatioSuite
{
    private const int Messages = 200;
    private const int Conversations = 100;
    private const int ManySessions = 100_000;

    public string Name => "memory-conversation-200, memory-session";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await AddConversation(run);
        await AddSession(run);
    }

    private static async Task AddConversation(RatioRun run)
    {
        string[][] chains = [.. Enumerable.Range(0, Conversations).Select(static seed =>
            Conversation.Beginnings(Conversation.Segments(new Random(seed), Messages), first: 2, last: Messages).ToArray())];
        ConversationScope ScopeOf(int client) => ConversationScope.Anthropic(7, string.Create(CultureInfo.InvariantCulture, $"Zk3vQ9xT1bLm{client:0000}"));

        await using var store = new InMemoryCacheStore();
        var cache = new GatewayCache(store);
        double ours = await LiveBytesAsync(Conversations, async client =>
        {
            foreach (string chain in chains[client])
            {
                await cache.SaveConversationAsync(ScopeOf(client), chain, NewSessionId(client), Conversation.AccountId);
            }
        });

        using var flat = new FlatCache();
        double peer = await LiveBytesAsync(Conversations, client =>
        {
            foreach (string chain in chains[client])
            {
                flat.Save(ScopeOf(client), chain, NewSessionId(client), Conversation.AccountId);
            }

            return ValueTask.CompletedTask;
        });

        GC.KeepAlive(chains);
        run.Add(new RatioRow("memory-conversation-200", "flat MemoryCache", ours, peer, "B", Budget.AtMost(0.05)));
    }

    private static async Task AddSession(RatioRun run)
    {
        string[] hashes = Sessions.NewHashes(new Random(3), ManySessions);
        await using var store = new InMemoryCacheStore();
        var cache = new GatewayCache(store);
        double ours = await LiveBytesAsync(ManySessions, i => cache.SetSessionAccountAsync(Sessions.GroupId, hashes[i], i, Sessions.Life));

        var dictionary = new ConcurrentDictionary<string, (long Account, long Deadline)>();
        double peer = await LiveBytesAsync(ManySessions, i =>
        {
            dictionary[Sessions.KeyString(hashes[i])] = (i, Environment.TickCount64);
            return ValueTask.CompletedTask;
        });

        GC.KeepAlive(hashes);
        GC.KeepAlive(dictionary);

        // Of 339 bytes the text of the key takes 108, MemoryCache's node and its share of the table 60, its entry 104, and what is ours
        // 56 and a place of 10 in the list. With a dictionary in MemoryCache's place it is 1.33.
        Budget budget = Budget.AtMost(1.5).ButHeldAt(1.95, "MemoryCache makes an object of 104 bytes for each entry, beside its key and ours.");
        run.Add(new RatioRow("memory-session", "ConcurrentDictionary of the same", ours, peer, "B", budget));
    }

    // 36 characters, a new string each time.
    private static string NewSessionId(int client) => string.Create(CultureInfo.InvariantCulture, $"550e8400-e29b-41d4-a716-{446655440000 + client}");

    private static async Task<double> LiveBytesAsync(int count, Func<int, ValueTask> addAsync)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < count; i++)
        {
            await addAsync(i);
        }

        return (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / count;
    }
}
