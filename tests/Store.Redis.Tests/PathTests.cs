using CsCheck;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class PathTests
{
    // Few different segments, so that paths share stems and fork; some empty, some with characters that patterns give a meaning,
    // some so long that the find script takes its roads for long paths.
    private static readonly Gen<string> Segment = Gen.Frequency(
        (8, Gen.OneOf("a", "b", "ab", "u:abc", "u:abcd")),
        (2, Gen.OneOf(string.Empty, "é", "世界", "😀", "[a-b]", "*", "?", "\\")),
        (3, Gen.OneOf(new string('x', 400), new string('x', 401), new string('*', 300))));

    private static readonly Gen<string> Path =
        Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 60])
            .SelectMany(count => Segment.List[count, count])
            .Select(segments => string.Join('-', segments));

    private static readonly Gen<(int Kind, int From, int Keep, string More)> Step =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000], Gen.Int[0, 1_000], Path);

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task Answers_like_the_contract_whatever_is_saved_removed_and_looked_up(TestServerKind kind, PathLayout layout)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        await Step.List[1, 60].SampleAsync(
            async steps =>
            {
                CacheKey key = TestRun.NewKey();
                var naive = new NaiveTrie();
                var seen = new List<string> { string.Empty };
                foreach ((int what, int from, int keep, string more) in steps)
                {
                    // A part of an earlier path and something behind it.
                    string[] stem = seen[from % seen.Count].Split('-');
                    string path = string.Join('-', stem.Take(keep % (stem.Length + 1)).Append(more));
                    seen.Add(path);
                    switch (what)
                    {
                        case < 5:
                            string value = what == 0 ? string.Empty : $"v:{from}";
                            await store.SavePathAsync(key, path, value, TestRun.Life);
                            naive.Save(path, value);
                            break;
                        case 5:
                            (await store.RemovePathAsync(key, path)).Should().Be(naive.Remove(path));
                            break;
                        default:
                            PathMatch? found = await store.FindLongestPrefixAsync(key, path, TestRun.Life);
                            Assert.AreEqual(naive.Find(path), found, path);
                            break;
                    }
                }

                await store.DeleteAsync(key);
            },
            iter: 150,
            threads: 1);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task A_saved_empty_value_removes_the_path_and_renews_the_others(TestServerKind kind, PathLayout layout)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        CacheKey key = TestRun.NewKey();
        await store.SavePathAsync(key, "a-b", "v:1", TimeSpan.FromSeconds(30));
        await store.SavePathAsync(key, "a", "v:2", TimeSpan.FromSeconds(30));

        await store.SavePathAsync(key, "a--b-", string.Empty, TestRun.Life);

        (await store.GetTimeToLiveAsync(key)).Should().BeGreaterThan(TimeSpan.FromSeconds(60));
        (await store.FindLongestPrefixAsync(key, "a-b", TestRun.Life)).Should().Be(new PathMatch("v:2", 1));
        await store.SavePathAsync(key, "a", string.Empty, TestRun.Life);
        (await store.GetTimeToLiveAsync(key)).Should().BeNull("the key goes with its last path");
        await store.SavePathAsync(key, "--", "v:3", TestRun.Life);
        (await store.GetTimeToLiveAsync(key)).Should().BeNull("a path without a segment saves nothing");
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task Removing_the_last_path_removes_the_key_and_renews_nothing(TestServerKind kind, PathLayout layout)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        CacheKey key = TestRun.NewKey();
        await store.SavePathAsync(key, "a-b", "v:1", TimeSpan.FromSeconds(30));
        await store.SavePathAsync(key, "a", "v:2", TimeSpan.FromSeconds(30));

        (await store.RemovePathAsync(key, "-a--b")).Should().BeTrue();
        (await store.GetTimeToLiveAsync(key)).Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(30));
        (await store.RemovePathAsync(key, "a-b")).Should().BeFalse();
        (await store.RemovePathAsync(key, "--")).Should().BeFalse();
        (await store.RemovePathAsync(key, "a")).Should().BeTrue();
        (await store.GetTimeToLiveAsync(key)).Should().BeNull();
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task Past_the_bound_other_paths_go_and_the_one_just_saved_stays(TestServerKind kind, PathLayout layout)
    {
        IDatabase database = await TestRun.DatabaseAsync(kind);
        foreach (int bound in new[] { 1, 2, 7, 40 })
        {
            await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => (options.PathLayout, options.MaxPathsPerTrie) = (layout, bound));
            CacheKey key = TestRun.NewKey();
            for (int i = 0; i < 3 * bound; i++)
            {
                await store.SavePathAsync(key, $"a-{i}", $"v:{i}", TestRun.Life);
                (await store.FindLongestPrefixAsync(key, $"a-{i}", TestRun.Life))!.Value.Value.Should().Be($"v:{i}");
                (await database.HashLengthAsync(key.ToString())).Should().Be(Math.Min(i + 1, bound));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task A_trie_that_is_far_past_the_bound_shrinks_with_every_save(TestServerKind kind, PathLayout layout)
    {
        IDatabase database = await TestRun.DatabaseAsync(kind);
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => (options.PathLayout, options.MaxPathsPerTrie) = (layout, 10));
        CacheKey key = TestRun.NewKey();
        await database.HashSetAsync(key.ToString(), [.. Enumerable.Range(0, 100).Select(i => new HashEntry($"o-{i}", "v:0"))]);

        for (int i = 0; i < 20; i++)
        {
            await store.SavePathAsync(key, $"a-{i}", $"v:{i}", TestRun.Life);
            (await store.FindLongestPrefixAsync(key, $"a-{i}", TestRun.Life)).Should().NotBeNull();
        }

        (await database.HashLengthAsync(key.ToString())).Should().Be(10);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task A_find_over_thousands_of_candidates_finds_the_first_one(TestServerKind kind, PathLayout layout)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        CacheKey key = TestRun.NewKey();
        string[] segments = [.. Enumerable.Range(0, 3_000).Select(i => $"u:{i:D10}")];
        string path = string.Join('-', segments);
        await store.SavePathAsync(key, segments[0], "v:1", TestRun.Life);

        // Enough other paths that the script does not look through them.
        for (int i = 0; i < 40; i++)
        {
            await store.SavePathAsync(key, $"o:{i}", "v:2", TestRun.Life);
        }

        (await store.FindLongestPrefixAsync(key, path, TestRun.Life)).Should().Be(new PathMatch("v:1", segments[0].Length));
        (await store.FindLongestPrefixAsync(key, "x" + path, TestRun.Life)).Should().BeNull();
    }
}
