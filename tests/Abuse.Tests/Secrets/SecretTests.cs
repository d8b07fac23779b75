using EmbeddedCache.Conformance;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>
/// No key, session, text or password gets out in a log, an exception, a metric or an activity, whatever fails. The faults of servers are
/// scanned where they happen (tests/Faults.Tests), the gateway's in tests/Samples.Tests.
/// </summary>
[TestClass]
public sealed class SecretTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Nothing_secret_gets_out_while_the_conformance_suite_runs()
    {
        await using TestStores stores = await TestStores.StartAsync();
        using var secrets = new SecretScan();
        foreach ((string name, ICacheStore store) in stores.All)
        {
            var suite = new WatchedConformance(store, secrets);

            // Side by side, because in real time most of a check is waiting.
            await Parallel.ForEachAsync(
                StoreConformance.Checks,
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (check, _) => await suite.RunAsync(check));
            TestContext.DisplayMessage(MessageLevel.Informational, $"{name}: {StoreConformance.Checks.Count} checks; {secrets.Looked} texts read so far");
        }

        secrets.Looked.Should().BeGreaterThan(20);
        secrets.Found.Should().BeEmpty();
    }

    [TestMethod]
    public async Task Nothing_secret_gets_out_when_arguments_servers_and_settings_are_wrong()
    {
        using var secrets = new SecretScan();
        string secret = SecretScan.Marker + "-api-key";
        await using var away = new RedisCacheStore(new RedisStoreOptions
        {
            ConnectionString = $"127.0.0.1:1,user={secret},password={SecretScan.Password}",
            OperationTimeout = TimeSpan.FromMilliseconds(200),
        });
        await using var fallback = new LocalFallbackStore(away, logger: secrets);
        await using var memory = new InMemoryCacheStore();
        foreach (ICacheStore store in (ICacheStore[])[away, fallback, memory])
        {
            var cache = new GatewayCache(store, logger: secrets);
            foreach (string name in (string[])[secret, secret + '\uD800', secret.PadRight(2_000, 'x'), string.Empty])
            {
                await ReadAsync(secrets, async () => await cache.GetSessionAccountAsync(1, name));
                await ReadAsync(secrets, async () => await cache.SetSessionAccountAsync(1, name, 1));
                await ReadAsync(secrets, async () => await cache.SetSessionAccountAsync(1, secret, 1, TimeSpan.Zero));
                await ReadAsync(secrets, async () => await cache.IncrementModelCallsAsync(1, name));
                await ReadAsync(secrets, async () => await cache.GetModelLoadAsync([1], name));
                await ReadAsync(secrets, async () => await cache.SaveConversationAsync(ConversationScope.Gemini(1, name), secret, secret, 1));
                await ReadAsync(secrets, async () => await cache.SaveConversationAsync(ConversationScope.Gemini(1, secret), name, name, 1));
                await ReadAsync(secrets, async () => await cache.FindConversationAsync(ConversationScope.For(LlmApi.OpenAIChat, 1, secret, secret), name));
            }

            await ReadAsync(secrets, async () => await store.SavePathAsync(new CacheKey("t:", 1, secret), secret, secret, TimeSpan.FromMinutes(1)));
            await ReadAsync(secrets, async () => await store.GetAsync(new CacheKey("t:", 1, secret)));
            await ReadAsync(secrets, async () => await store.IncrementAsync(new CacheKey("t:", 1, secret), TimeSpan.FromMinutes(1)));
        }

        foreach (string body in (string[])[$"{{\"messages\":\"{secret}", $"{{\"{secret}\":1e999}}", $"[\"{secret}\"]", $"{{\"contents\":[{{\"parts\":\"{secret}\"}}]}}", $"{{\"input\":{{\"{secret}\":1}}}}", secret])
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(body);
            foreach (LlmApi api in Enum.GetValues<LlmApi>())
            {
                await ReadAsync(secrets, () => Task.FromResult(RequestFingerprint.Read(api, bytes, _ => secret)));
            }

            await ReadAsync(secrets, () => Task.FromResult(Sub2ApiFingerprints.AnthropicChain(bytes)));
            await ReadAsync(secrets, () => Task.FromResult(Sub2ApiFingerprints.GeminiChain(bytes)));
            await ReadAsync(secrets, () => Task.FromResult(Sub2ApiFingerprints.SessionHash(bytes, new RequestOrigin(secret + '\uD800', secret, 1))));
        }

        await ReadAsync(secrets, () => Task.FromResult(Sub2ApiFingerprints.PrefixHash(1, 1, secret + '\uDC00', secret, secret, secret)));
        foreach (string connection in (string[])[$"localhost,password={SecretScan.Password},{secret}=x", $"password={SecretScan.Password}", $"localhost:6379,ssl={SecretScan.Password}"])
        {
            await ReadAsync(secrets, () => Task.FromResult(new RedisCacheStore(new RedisStoreOptions { ConnectionString = connection })));
        }

        TestContext.DisplayMessage(MessageLevel.Informational, $"{secrets.Looked} logs, exceptions, metrics and activities were read");
        secrets.Looked.Should().BeGreaterThan(100);
        secrets.Found.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_secret_that_is_planted_is_found_wherever_it_is()
    {
        using (var secrets = new SecretScan())
        {
            secrets.Look(new InvalidOperationException("outside", new InvalidOperationException($"in the cause: {SecretScan.Marker}")));
            secrets.Found.Should().NotBeEmpty();
        }

        using (var secrets = new SecretScan())
        {
            ILogger<GatewayCache> logger = secrets;
            logger.Log(LogLevel.Warning, new EventId(1, "Planted"), SecretScan.Password, exception: null, static (what, _) => $"Planted: {what}");
            secrets.Found.Should().NotBeEmpty();
        }

        using (var secrets = new SecretScan())
        using (var source = new System.Diagnostics.ActivitySource(Diagnostics.DiagnosticNames.ActivitySource))
        using (var meter = new System.Diagnostics.Metrics.Meter(Diagnostics.DiagnosticNames.Meter))
        {
            using (System.Diagnostics.Activity? activity = source.StartActivity("planted"))
            {
                activity!.SetTag("name", SecretScan.Marker);
            }

            secrets.Found.Should().HaveCount(1);
            meter.CreateCounter<long>("planted").Add(1, KeyValuePair.Create<string, object?>("name", SecretScan.Marker));
            secrets.Found.Should().HaveCount(2);
        }

        // A store that talks: once in a log, once in an exception's cause.
        using (var secrets = new SecretScan())
        {
            var cache = new GatewayCache(TalkingStore.Make(), logger: secrets);
            await cache.FindConversationAsync(ConversationScope.Gemini(1, "p"), "u:1");
            int logged = secrets.Found.Count;
            logged.Should().BePositive();
            await ReadAsync(secrets, async () => await cache.GetSessionAccountAsync(1, "s"));
            secrets.Found.Count.Should().BeGreaterThan(logged);
        }
    }

    private static async Task ReadAsync(SecretScan secrets, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception)
        {
            secrets.Look(exception);
        }
    }
}
