// Both stores through a host, in a program compiled ahead of time: what reflection would have found at run time is not there.
// Argument: a connection string of a Redis. The last line is "ok"; anything that is wrong throws.
using EmbeddedCache;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

await Check("InMemory", "localhost:1");
await Check("Redis", args[0]);
Console.WriteLine("ok");

static async Task Check(string store, string redis)
{
    HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["EmbeddedCache:Store"] = store,
        ["EmbeddedCache:SessionTimeToLive"] = "00:10:00",
        ["EmbeddedCache:InMemory:MaxEntries"] = "1000",
        ["EmbeddedCache:Redis:ConnectionString"] = redis,
        ["EmbeddedCache:Redis:KeyPrefix"] = $"aot:{Guid.NewGuid():N}:",
        ["EmbeddedCache:Redis:PathLayout"] = "Hashed",
    });
    builder.Services.AddEmbeddedCache(builder.Configuration.GetSection("EmbeddedCache")).AddInMemory().AddRedis();

    using IHost host = builder.Build();
    await host.StartAsync();
    IGatewayCache cache = host.Services.GetRequiredService<IGatewayCache>();

    await cache.SetSessionAccountAsync(1, "session", 42);
    Expect(await cache.GetSessionAccountAsync(1, "session"), 42);
    Expect(await cache.RefreshSessionAsync(1, "session"), true);
    Expect(await cache.DeleteSessionAccountAsync(1, "session"), true);

    var first = RequestFingerprint.Read(LlmApi.Anthropic, """{"model":"m","messages":[{"role":"user","content":"Hello"}]}"""u8);
    var next = RequestFingerprint.Read(LlmApi.Anthropic, """{"model":"m","messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":[{"type":"text","text":"Hi"}]}]}"""u8);
    ConversationScope scope = ConversationScope.For(LlmApi.Anthropic, 1, "tenant", first.Model!);
    await cache.SaveConversationAsync(scope, first.Chain, "id", 7);
    Expect((await cache.FindConversationAsync(scope, next.Chain))?.AccountId, 7);

    string chain = Sub2ApiFingerprints.AnthropicChain("""{"messages":[{"role":"user","content":"Hello"}]}"""u8);
    ConversationScope shared = ConversationScope.Anthropic(1, Sub2ApiFingerprints.PrefixHash(1, 2, "203.0.113.9", "aot", "anthropic", "model"));
    await cache.SaveConversationAsync(shared, chain, "id", 8);
    Expect((await cache.FindConversationAsync(shared, chain))?.AccountId, 8);

    Expect(await cache.IncrementModelCallsAsync(7, "model"), 1);
    Expect((await cache.GetModelLoadAsync([7, 8], "model"))[7].CallCount, 1);
    await host.StopAsync();
    Console.WriteLine($"{store}: right");
}

static void Expect<T>(T actual, T expected)
{
    if (!EqualityComparer<T>.Default.Equals(actual, expected))
    {
        throw new InvalidOperationException($"Expected {expected}, got {actual}.");
    }
}
