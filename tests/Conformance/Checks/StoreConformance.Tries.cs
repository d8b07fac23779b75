using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <content>What a find answers: the contract's section 3.</content>
public abstract partial class StoreConformance
{
    private const string First = "s1:1";
    private const string Second = "s2:2";

    /// <summary>A miss is no error.</summary>
    [ConformanceCheck]
    public virtual async Task Find_in_a_missing_trie_answers_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        trial.Expect(null, await trial.Store.FindLongestPrefixAsync(key, "a-b", Life), "a path of a missing trie");
        await ExpectMissingAsync(trial, key, "a trie that was only looked at");
    }

    /// <summary>The longest saved path wins; its length says how much matched.</summary>
    [ConformanceCheck]
    public virtual async Task Find_answers_the_longest_saved_prefix(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "a-b-c", Second, Life);
        await ExpectFindsAsync(
            trial,
            key,
            ("a", "a", First),
            ("a-b", "a", First),
            ("a-b-c", "a-b-c", Second),
            ("a-b-c-d-e", "a-b-c", Second),
            ("a-b-d-c", "a", First),
            ("b", null, null),
            ("b-a", null, null));
    }

    /// <summary><c>u:abc</c> is no prefix of <c>u:abcd</c>, nor the other way round; case counts.</summary>
    [ConformanceCheck]
    public virtual async Task Find_compares_segments_whole(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "s:1-u:abc", First, Life);
        await ExpectFindsAsync(
            trial,
            key,
            ("s:1-u:abcd", null, null),
            ("s:1-u:ab", null, null),
            ("s:1-U:ABC", null, null),
            ("s:1", null, null),
            ("s:1-u:", null, null),
            ("s:1-u:abc", "s:1-u:abc", First),
            ("s:1-u:abc-", "s:1-u:abc", First));
    }

    /// <summary>A path that is looked up keeps its empty segments, and so finds only what stands before the first of them.</summary>
    [ConformanceCheck]
    public virtual async Task Find_does_not_drop_empty_segments(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "a-b", Second, Life);
        await ExpectFindsAsync(
            trial,
            key,
            ("a--b", "a", First),
            ("a-", "a", First),
            ("a--", "a", First),
            ("a-b--c", "a-b", Second),
            ("-a", null, null),
            ("-a-b", null, null),
            ("--", null, null),
            ("-", null, null),
            (string.Empty, null, null));
    }

    /// <summary><c>a--b-</c> is saved as <c>a-b</c>.</summary>
    [ConformanceCheck]
    public virtual async Task Save_drops_empty_segments(StoreTrial trial)
    {
        foreach (string path in new[] { "a--b-", "-a-b", "--a---b--", "a-b" })
        {
            CacheKey key = trial.NewKey();
            await trial.Store.SavePathAsync(key, path, First, Life);
            await ExpectFindsAsync(trial, key, ("a-b", "a-b", First), ("a-b-c", "a-b", First), ("a--b", null, null), ("-a-b", null, null));
            trial.Expect(true, await trial.Store.RemovePathAsync(key, "a-b"), $"the removal of what was saved as '{path}'");
            await ExpectMissingAsync(trial, key, "a trie without its one path");
        }
    }

    /// <summary>Different spellings of one path are one path.</summary>
    [ConformanceCheck]
    public virtual async Task Save_of_a_path_spelt_differently_replaces_its_value(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a-b", First, Life);
        await trial.Store.SavePathAsync(key, "-a--b-", Second, Life);
        await ExpectFindsAsync(trial, key, ("a-b", "a-b", Second));
        trial.Expect(true, await trial.Store.RemovePathAsync(key, "a-b"), "the removal of a path saved twice");
        await ExpectMissingAsync(trial, key, "a trie without its one path");
    }

    /// <summary>A path of dashes only makes no key, and renews none.</summary>
    [ConformanceCheck]
    public virtual async Task Save_of_a_path_without_segments_saves_nothing(StoreTrial trial)
    {
        CacheKey missing = trial.NewKey();
        CacheKey trie = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SavePathAsync(trie, "a", First, Life);
        foreach (string path in new[] { string.Empty, "-", "---" })
        {
            foreach (string value in new[] { Second, string.Empty })
            {
                await trial.Store.SavePathAsync(missing, path, value, OtherLife);
                await ExpectMissingAsync(trial, missing, $"a key where only '{path}' was saved");
                await trial.Store.SavePathAsync(trie, path, value, OtherLife);
            }
        }

        await trial.ExpectTimeToLiveAsync(trie, Life, since, "before paths without segments were saved");
        await ExpectFindsAsync(trial, trie, ("a", "a", First), ("-", null, null), (string.Empty, null, null));
    }

    /// <summary>A save replaces the value of its path and keeps all others.</summary>
    [ConformanceCheck]
    public virtual async Task Save_replaces_one_path_and_keeps_the_others(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        foreach (string path in new[] { "a", "a-b", "a-b-c", "a-x", "ab" })
        {
            await trial.Store.SavePathAsync(key, path, First, Life);
        }

        await trial.Store.SavePathAsync(key, "a-b", Second, Life);
        await ExpectFindsAsync(
            trial,
            key,
            ("a", "a", First),
            ("a-b", "a-b", Second),
            ("a-b-c", "a-b-c", First),
            ("a-b-d", "a-b", Second),
            ("a-x", "a-x", First),
            ("ab", "ab", First));
    }

    /// <summary>Tries under different keys know nothing of each other.</summary>
    [ConformanceCheck]
    public virtual async Task Tries_of_different_keys_share_nothing(StoreTrial trial)
    {
        CacheKey one = trial.NewKey();
        CacheKey other = trial.NewKey();
        await trial.Store.SavePathAsync(one, "a", First, Life);
        await trial.Store.SavePathAsync(other, "a-b", Second, Life);
        await ExpectFindsAsync(trial, one, ("a-b", "a", First));
        await ExpectFindsAsync(trial, other, ("a", null, null), ("a-b", "a-b", Second));
    }

    /// <summary>Values come back as they were saved, whatever they say.</summary>
    [ConformanceCheck]
    public virtual async Task Values_come_back_as_they_were_saved(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        foreach (string value in new[] { "no colon", ":", "a:b:1", " ", "0", "-1", "é世界😀", "a-b", "nil", "\0\r\n", new string('v', 4_096) })
        {
            await trial.Store.SavePathAsync(key, "a", value, Life);
            await ExpectFindsAsync(trial, key, ("a-b", "a", value));
        }
    }

    /// <summary>A chain of a thousand segments is found from its end, from its start, and from in between.</summary>
    [ConformanceCheck]
    public virtual async Task Chains_of_a_thousand_segments_match_at_any_depth(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        string[] segments = [.. Enumerable.Range(0, 1_000).Select(i => $"{(i % 2 == 0 ? 'u' : 'a')}:{i * 2_654_435_761L:x}")];
        string whole = string.Join('-', segments);
        foreach (int depth in new[] { 1, 2, 129, 500, 998, 1_000 })
        {
            string path = string.Join('-', segments[..depth]);
            await trial.Store.SavePathAsync(key, path, $"s:{depth}", Life);
            await ExpectFindsAsync(trial, key, (whole, path, $"s:{depth}"), (whole + "-next", path, $"s:{depth}"));
        }

        string fork = string.Join('-', segments[..600]) + "-fork-" + string.Join('-', segments[600..]);
        await ExpectFindsAsync(trial, key, (fork, string.Join('-', segments[..500]), "s:500"));
    }

    /// <summary>A trie keeps hundreds of paths, such as those of a long conversation and its forks.</summary>
    [ConformanceCheck]
    public virtual async Task A_trie_keeps_hundreds_of_paths(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        string[] paths = [.. Enumerable.Range(0, 300).Select(i => $"s:1-u:{i % 20}-a:{i}")];
        for (int i = 0; i < paths.Length; i++)
        {
            await trial.Store.SavePathAsync(key, paths[i], $"s:{i}", Life);
        }

        await ExpectFindsAsync(trial, key, [.. paths.Select((path, i) => (path + "-u:next", (string?)path, (string?)$"s:{i}"))]);
        await ExpectFindsAsync(trial, key, ("s:1-u:1", null, null), ("s:1-u:2-a:1", null, null));
    }

    /// <summary>Segments may be of any script; a match's length is in UTF-16 characters, as a .NET string counts.</summary>
    [ConformanceCheck]
    public virtual async Task Lengths_count_UTF_16_characters(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "é-世界", First, Life);
        await trial.Store.SavePathAsync(key, "é-世界-😀", Second, Life);
        await ExpectFindsAsync(
            trial,
            key,
            ("é-世界-b", "é-世界", First),
            ("é-世界-😀-ß", "é-世界-😀", Second),
            ("é-世界-😁", "é-世界", First),
            ("e\u0301-世界", null, null));
    }

    /// <summary>Only the dash joins segments: what looks like a pattern, a wildcard or another separator is text.</summary>
    [ConformanceCheck]
    public virtual async Task Only_the_dash_separates_segments(StoreTrial trial)
    {
        foreach (string odd in new[] { "%d+", ".*", "a b", "a:b:c", "a_b", "a—b", "[^-]*", "a/b", "\0", "$1", "a,b", "a\nb" })
        {
            CacheKey key = trial.NewKey();
            await trial.Store.SavePathAsync(key, $"s-{odd}", First, Life);
            await ExpectFindsAsync(trial, key, ($"s-{odd}-x", $"s-{odd}", First), ("s-z", null, null), ($"s-{odd}x", null, null), ("s", null, null));

            CacheKey beginning = trial.NewKey();
            await trial.Store.SavePathAsync(beginning, $"s-{odd[0]}", First, Life);
            await ExpectFindsAsync(trial, beginning, ($"s-{odd}{odd}", null, null), ($"s-{odd[0]}-x", $"s-{odd[0]}", First));
        }
    }

    private static async Task ExpectFindsAsync(StoreTrial trial, CacheKey key, params (string Path, string? Saved, string? Value)[] finds)
    {
        foreach ((string path, string? saved, string? value) in finds)
        {
            trial.Expect<PathMatch?>(
                saved is null ? null : new PathMatch(value!, saved.Length),
                await trial.Store.FindLongestPrefixAsync(key, path, Life),
                $"a find of {Operation.Show(path)}");
        }
    }
}
