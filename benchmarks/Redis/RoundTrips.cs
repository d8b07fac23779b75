using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>
/// How often a call waits for the network: counted by a proxy between the client and the server, as how often the client begins to
/// send after it was answered. What goes out in one go is one, however many commands it is.
/// </summary>
internal sealed class RoundTrips : IRatioSuite
{
    private const int Calls = 15;

    public string Name => "redis-round-trips";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using RedisTarget target = await RedisTarget.ConnectAsync(run.Redis!);
        (string host, int port) = target.Address;
        await using var proxy = new CountingProxy(host, port);
        await using var store = new RedisCacheStore(new RedisStoreOptions { ConnectionString = proxy.Endpoint, OperationTimeout = TimeSpan.FromSeconds(10) });
        var cache = new GatewayCache(store);
        var scope = ConversationScope.Gemini(1, target.Run);
        Conversation conversation = Conversation.Make(200, MatchPlace.End);
        long[] accounts = [.. Enumerable.Range(0, 50).Select(static i => (long)i)];
        string model = $"model-{target.Run}";
        target.Own($"sticky_session:1:{target.Run}");
        target.Own($"gemini:trie:1:{target.Run}");
        target.Own($"ag:model_load:1:{model}");
        target.Own($"ag:model_last_used:1:{model}");

        await AddAsync("set", () => cache.SetSessionAccountAsync(1, target.Run, 5));
        await AddAsync("get", async () => await cache.GetSessionAccountAsync(1, target.Run));
        await AddAsync("refresh", async () => await cache.RefreshSessionAsync(1, target.Run));
        await AddAsync("save", () => cache.SaveConversationAsync(scope, conversation.Saved[^1], Conversation.SessionId, Conversation.AccountId));
        await AddAsync("find", async () => await cache.FindConversationAsync(scope, conversation.Chain));
        await AddAsync("increment", async () => await cache.IncrementModelCallsAsync(1, model));
        await AddAsync("load-of-50", async () => await cache.GetModelLoadAsync(accounts, model));
        await AddAsync("delete", async () => await cache.DeleteSessionAccountAsync(1, target.Run));

        async Task AddAsync(string what, Func<ValueTask> call)
        {
            // Once before, so that the connection and the script are there. Now and then the client's own traffic comes between.
            await call();
            double[] trips = new double[Calls];
            for (int i = 0; i < Calls; i++)
            {
                int before = proxy.RoundTrips;
                await call();
                trips[i] = proxy.RoundTrips - before;
            }

            run.Add(new RatioRow($"{Name} {what}", "one", Measurement.Median(trips), 1, "trips", Budget.Exactly(1)));
        }
    }
}
