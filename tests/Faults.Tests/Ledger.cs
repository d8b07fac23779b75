using System.Collections.Concurrent;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Faults.Tests;

/// <summary>What was acknowledged. Each key has one writer, who writes ever larger numbers.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(int Worker, int Key, bool IsConversation), (long Tried, long Acknowledged)> _writes = [];
    private readonly ConcurrentDictionary<int, long> _increments = [];

    public long Try((int Worker, int Key, bool IsConversation) key) =>
        _writes.AddOrUpdate(key, (1, 0), static (_, write) => (write.Tried + 1, write.Acknowledged)).Tried;

    public void Acknowledge((int Worker, int Key, bool IsConversation) key, long value) =>
        _writes.AddOrUpdate(key, (value, value), (_, write) => (write.Tried, value));

    public void Count(int worker) => _increments.AddOrUpdate(worker, 1, static (_, count) => count + 1);

    /// <summary>Reads everything back from the server, and says what is not there: keys that are gone or older than acknowledged, and increments.</summary>
    public async Task<IReadOnlyList<string>> LostAsync(ICacheStore store)
    {
        await using var cache = store as IAsyncDisposable;
        var gateway = new GatewayCache(store);
        var lost = new List<string>();
        foreach (((int worker, int key, bool isConversation), (long tried, long acknowledged)) in _writes)
        {
            long found = isConversation
                ? (await gateway.FindConversationAsync(GatewayLoad.ScopeOf(worker), GatewayLoad.ChainOf(key)))?.AccountId ?? 0
                : await gateway.GetSessionAccountAsync(worker, GatewayLoad.SessionOf(worker, key)) ?? 0;
            if (found < acknowledged)
            {
                lost.Add($"{(isConversation ? "conversation" : "session")} {worker}/{key}: {found} in place of {acknowledged}, {tried} tried");
            }
        }

        foreach ((int worker, long acknowledged) in _increments)
        {
            IReadOnlyDictionary<long, ModelLoad> load = await gateway.GetModelLoadAsync([worker], "model");
            for (long i = load[worker].CallCount; i < acknowledged; i++)
            {
                lost.Add($"increment {worker}: {i + 1} of {acknowledged}");
            }
        }

        return lost;
    }
}
