using System.Text.Json;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class TrieTraceTests
{
    private static readonly JsonElement Runs =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "trie-trace.json"))).RootElement;

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task Answers_every_recorded_find_as_the_original_did(TestServerKind kind, PathLayout layout)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        foreach (JsonElement run in Runs.EnumerateArray())
        {
            CacheKey key = TestRun.NewKey();
            foreach (JsonElement step in run.GetProperty("ops").EnumerateArray())
            {
                string chain = step.GetProperty("chain").GetString()!;
                if (step.GetProperty("op").GetString() == "save")
                {
                    await store.SavePathAsync(key, chain, step.GetProperty("value").GetString()!, TestRun.Life);
                    continue;
                }

                PathMatch? match = await store.FindLongestPrefixAsync(key, chain, TestRun.Life);
                Assert.AreEqual(step.GetProperty("expect").GetString(), match?.Value, chain);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task Takes_turns_with_the_originals_scripts_on_one_key(TestServerKind kind)
    {
        IDatabase database = await TestRun.DatabaseAsync(kind);
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, static options => options.PathLayout = PathLayout.FullPath);
        foreach (JsonElement run in Runs.EnumerateArray())
        {
            CacheKey key = TestRun.NewKey();
            RedisKey[] keys = [key.ToString()];
            int turn = 0;
            foreach (JsonElement step in run.GetProperty("ops").EnumerateArray())
            {
                string chain = step.GetProperty("chain").GetString()!;
                bool ours = turn++ % 2 == 0;
                if (step.GetProperty("op").GetString() == "save")
                {
                    string value = step.GetProperty("value").GetString()!;
                    if (ours && value.Length > 0)
                    {
                        await store.SavePathAsync(key, chain, value, TestRun.Life);
                    }
                    else
                    {
                        await database.ScriptEvaluateAsync(OriginalScripts.Save, keys, [chain, value, 300]);
                    }

                    continue;
                }

                string? found = ours
                    ? (await store.FindLongestPrefixAsync(key, chain, TestRun.Life))?.Value
                    : (string?)await database.ScriptEvaluateAsync(OriginalScripts.Find, keys, [chain, 300]);
                Assert.AreEqual(step.GetProperty("expect").GetString(), found, (ours ? "ours: " : "original: ") + chain);
            }

            // The original saves a chain without segments under the empty path, where no find looks.
            HashEntry[] left = await database.HashGetAllAsync(keys[0]);
            left.Where(entry => entry.Name.Length() > 0).ToDictionary(entry => (string)entry.Name!, entry => (string)entry.Value!)
                .Should().BeEquivalentTo(run.GetProperty("finalHash").EnumerateObject()
                    .Where(entry => entry.Name.Length > 0).ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!));
        }
    }
}
