using System.Diagnostics;
using System.Globalization;
using System.Text;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>The longest time that each public entry takes with hostile input, by its size; an answer or a clear error all the while.</summary>
[TestClass]
public sealed class LongestTimeTests
{
    // Of another order than what is measured: a defect, not a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly int[] Sizes = [1_000, 32_000, 1_000_000, .. Figures.AreFull ? [10_000_000] : Array.Empty<int>()];

    private readonly SortedDictionary<string, (TimeSpan Longest, string Input)[]> _table = new(StringComparer.Ordinal);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Every_entry_answers_or_throws_within_bounded_time_whatever_the_size()
    {
        await using TestStores stores = await TestStores.StartAsync();
        using var secrets = new SecretScan();

        // The first pass compiles and connects, and is forgotten.
        for (int pass = -1; pass < Sizes.Length; pass++)
        {
            int size = Math.Max(pass, 0);
            int length = Sizes[size];
            if (pass == 0)
            {
                _table.Clear();
            }

            foreach ((string name, byte[] body) in JsonBomb.OfLength(length))
            {
                foreach (LlmApi api in Enum.GetValues<LlmApi>())
                {
                    await TimeAsync(size, $"RequestFingerprint.Read, {api}", name, secrets, () => new(RequestFingerprint.Read(api, body).Chain));
                }

                await TimeAsync(size, "Sub2ApiFingerprints.AnthropicChain", name, secrets, () => new(Sub2ApiFingerprints.AnthropicChain(body)));
                await TimeAsync(size, "Sub2ApiFingerprints.GeminiChain", name, secrets, () => new(Sub2ApiFingerprints.GeminiChain(body)));
                await TimeAsync(size, "Sub2ApiFingerprints.SessionHash", name, secrets, () => new(Sub2ApiFingerprints.SessionHash(body)));
                await TimeAsync(size, "ShortHash.Compute", name, secrets, () => new(ShortHash.Compute(body)));
            }

            foreach ((string name, string text) in TextsOf(length))
            {
                await TimeAsync(size, "Sub2ApiFingerprints.PrefixHash", name, secrets, () => new(Sub2ApiFingerprints.PrefixHash(1, 1, text, text, text, text)));
                await TimeAsync(size, "Sub2ApiFingerprints.GeminiSessionKey", name, secrets, () => new(Sub2ApiFingerprints.GeminiSessionKey(text, text)));
                await TimeAsync(size, "RequestOrigin", name, secrets, () => new(Sub2ApiFingerprints.SessionHash("{}"u8, new RequestOrigin(text, text, 1))));
                await TimeAsync(size, "CacheKey", name, secrets, () => new(new CacheKey(text, 1, text).ToString()));
                await TimeAsync(size, "ConversationScope", name, secrets, () => new($"{ConversationScope.For(LlmApi.Gemini, 1, text, text)}"));
                await TimeAsync(size, "settings", name, secrets, () => StartWithAsync(text));
                foreach ((string store, ICacheStore one) in stores.All)
                {
                    await TimeStoreAsync(size, store, one, name, text, secrets);
                }
            }
        }

        string header = string.Concat(Sizes.Select(static size => string.Create(CultureInfo.InvariantCulture, $"{size / 1_000:N0} kB").PadLeft(11)));
        var lines = new StringBuilder($"{"longest time in ms, by size of the input",-44}{header}  worst of the largest\n");
        foreach ((string entry, (TimeSpan Longest, string Input)[] row) in _table)
        {
            lines.AppendLine(CultureInfo.InvariantCulture, $"{entry,-44}{string.Concat(row.Select(static cell => cell.Longest.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture).PadLeft(11)))}  {row[^1].Input}");
        }

        TestContext.DisplayMessage(MessageLevel.Informational, lines.ToString());
        _table.SelectMany(static row => row.Value).Should().OnlyContain(static cell => cell.Longest < Bound);
        secrets.Found.Should().BeEmpty();
    }

    private static IEnumerable<(string Name, string Text)> TextsOf(int length)
    {
        yield return ("one long word", new string('x', length));
        yield return ("segments of one character", string.Create(length, 0, static (text, _) =>
        {
            text.Fill('-');
            for (int i = 0; i < text.Length; i += 2)
            {
                text[i] = 'a';
            }
        }));
        yield return ("100,000 segments", string.Join('-', Enumerable.Repeat(new string('s', Math.Max(1, (length / 100_000) - 1)), Math.Min(100_000, length / 2))));
        yield return ("separators", new string('-', length));
        yield return ("a lone surrogate at the end", new string('世', length / 3) + '\uD800');
        yield return ("three bytes each", new string('世', length / 3));
    }

    // The cache first, and then the store without the cache's caps.
    private async Task TimeStoreAsync(int size, string name, ICacheStore store, string input, string text, SecretScan secrets)
    {
        var cache = new GatewayCache(store, logger: secrets);
        ConversationScope scope = ConversationScope.Gemini(size, "p");
        await TimeAsync(size, $"GatewayCache.GetSessionAccount, {name}", input, secrets, async () => $"{await cache.GetSessionAccountAsync(1, text)}");
        await TimeAsync(size, $"GatewayCache.IncrementModelCalls, {name}", input, secrets, async () => $"{await cache.IncrementModelCallsAsync(1, text)}");
        for (int i = 0; i < 6; i++)
        {
            await cache.SaveConversationAsync(scope, $"q{i}", "s", 1);
        }

        await TimeAsync(size, $"GatewayCache.FindConversation, {name}", input, secrets, async () => await Outcome.Show(await cache.FindConversationAsync(scope, text)));
        await TimeAsync(size, $"GatewayCache.SaveConversation, {name}", input, secrets, () => DoneAsync(cache.SaveConversationAsync(scope, text, "s", 1)));
        await TimeAsync(size, $"GatewayCache.FindConversation, {name}", input, secrets, async () => await Outcome.Show(await cache.FindConversationAsync(scope, text + "-x")));
        if (text.EndsWith('\uD800'))
        {
            return;
        }

        var key = new CacheKey("t:", size, text);
        await TimeAsync(size, $"ICacheStore with a key, {name}", input, secrets, () => DoneAsync(store.SetAsync(key, 1, TimeSpan.FromMinutes(1))));
        await TimeAsync(size, $"ICacheStore with a key, {name}", input, secrets, async () => $"{await store.DeleteAsync(key)}");

        // As many segments as this, on a wire format that holds whole paths: gigabytes to hash. The cache's caps are there for that.
        if (text.AsSpan().Count('-') <= 100_000 / 4)
        {
            var trie = new CacheKey("t:", size, "path");
            await TimeAsync(size, $"ICacheStore with a path, {name}", input, secrets, () => DoneAsync(store.SavePathAsync(trie, text, text, TimeSpan.FromMinutes(1))));
            await TimeAsync(size, $"ICacheStore with a path, {name}", input, secrets, async () => (await store.FindLongestPrefixAsync(trie, text + "-x", TimeSpan.FromMinutes(1)))?.Length.ToString(CultureInfo.InvariantCulture) ?? "none");
            await TimeAsync(size, $"ICacheStore with a path, {name}", input, secrets, async () => $"{await store.RemovePathAsync(trie, text)}");
        }
    }

    private async Task TimeAsync(int size, string entry, string input, SecretScan secrets, Func<ValueTask<string>> call)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            await call();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OptionsValidationException)
        {
            secrets.Look(exception);
            (exception is OptionsValidationException ? 20 : exception.Message.Length).Should().BeInRange(20, 1_000, "{0} says what is wrong, and where, and quotes nothing", entry);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        if (!_table.TryGetValue(entry, out (TimeSpan Longest, string Input)[]? row))
        {
            _table.Add(entry, row = new (TimeSpan, string)[Sizes.Length]);
        }

        row[size] = elapsed > row[size].Longest ? (elapsed, input) : row[size];
    }

    // A configuration is its operator's: what is wrong in it is quoted, but for the way to the server.
    private static async ValueTask<string> StartWithAsync(string text)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("C:Store", "InMemory"), new("C:MaxChainSegments", text)]);
        builder.Services.AddEmbeddedCache(builder.Configuration.GetSection("C")).AddInMemory();
        using IHost host = builder.Build();
        await host.StartAsync();
        return "started";
    }

    private static async ValueTask<string> DoneAsync(ValueTask task)
    {
        await task;
        return "done";
    }
}
