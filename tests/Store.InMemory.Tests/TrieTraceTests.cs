using System.Text.Json;

namespace EmbeddedCache.Stores.Tests;

/// <summary>120 runs of the original's two scripts on Redis 7.0.15, recorded: what every find answered, and what was left at the end.</summary>
[TestClass]
public sealed class TrieTraceTests
{
    [TestMethod]
    public async Task Answers_every_recorded_find_and_ends_with_the_recorded_paths()
    {
        using JsonDocument trace = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "vectors", "trie-trace.json")));
        await using var store = new InMemoryCacheStore();
        int run = 0;
        int finds = 0;
        foreach (JsonElement recorded in trace.RootElement.EnumerateArray())
        {
            CacheKey key = Keys.Trie(run++);
            foreach (JsonElement operation in recorded.GetProperty("ops").EnumerateArray())
            {
                string chain = operation.GetProperty("chain").GetString()!;
                if (operation.GetProperty("op").GetString() == "save")
                {
                    await store.SavePathAsync(key, chain, operation.GetProperty("value").GetString()!, Keys.Minute);
                }
                else
                {
                    PathMatch? match = await store.FindLongestPrefixAsync(key, chain, Keys.Minute);
                    (match?.Value).Should().Be(operation.GetProperty("expect").GetString(), "run {0} finds {1}", run, chain);
                    finds++;
                }
            }

            // Two things that no find can reach stay in the original's hash: paths with empty values, and the empty path, under which it
            // saves a chain of nothing but separators. Here neither is kept (contract, section 3).
            var left = recorded.GetProperty("finalHash").EnumerateObject()
                .Where(path => path.Name.Length > 0 && path.Value.GetString()!.Length > 0)
                .Select(path => KeyValuePair.Create(path.Name, path.Value.GetString()!));
            store.GetPaths(key).Should().BeEquivalentTo(left, "run {0} ended so", run);
        }

        finds.Should().Be(2_655);
    }
}
