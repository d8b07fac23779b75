using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <content>What renews a trie, and what takes paths away: the contract's section 3.</content>
public abstract partial class StoreConformance
{
    /// <summary>A save sets the time to live of the whole key, in both directions.</summary>
    [ConformanceCheck]
    public virtual async Task Save_sets_the_time_to_live_of_the_whole_key(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        foreach ((string path, TimeSpan life) in new[] { ("a", Life), ("b", OtherLife), ("b", Life), ("a-b", OtherLife) })
        {
            TimeSpan since = trial.Clock.Now;
            await trial.Store.SavePathAsync(key, path, First, life);
            await trial.ExpectTimeToLiveAsync(key, life, since, $"a save of '{path}'");
        }
    }

    /// <summary>A hit renews the whole key, in both directions.</summary>
    [ConformanceCheck]
    public virtual async Task Find_that_hits_renews_the_whole_key(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "b", Second, Life);
        foreach ((string path, TimeSpan life) in new[] { ("a", OtherLife), ("b-c", Life), ("a--b", OtherLife) })
        {
            TimeSpan since = trial.Clock.Now;
            trial.ExpectThat(await trial.Store.FindLongestPrefixAsync(key, path, life) is not null, "a match", null, $"a find of '{path}'");
            await trial.ExpectTimeToLiveAsync(key, life, since, $"a find of '{path}'");
        }
    }

    /// <summary>A miss renews nothing, neither upwards nor downwards.</summary>
    [ConformanceCheck]
    public virtual async Task Find_that_misses_renews_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SavePathAsync(key, "a-b", First, Life);
        foreach (TimeSpan life in new[] { OtherLife, TimeSpan.FromMinutes(1) })
        {
            foreach (string path in new[] { "a", "b", "a-bc", "-a-b", string.Empty })
            {
                trial.Expect(null, await trial.Store.FindLongestPrefixAsync(key, path, life), $"a find of '{path}'");
            }
        }

        await trial.ExpectTimeToLiveAsync(key, Life, since, "before the finds that missed");
    }

    /// <summary>A save of an empty value removes the path; what is left falls back to a shorter one.</summary>
    [ConformanceCheck]
    public virtual async Task Save_of_an_empty_value_removes_the_path(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "a-b", Second, Life);
        await trial.Store.SavePathAsync(key, "a--b-", string.Empty, Life);
        await ExpectFindsAsync(trial, key, ("a-b", "a", First), ("a-b-c", "a", First));
        trial.Expect(false, await trial.Store.RemovePathAsync(key, "a-b"), "the removal of a path that an empty value removed");
    }

    /// <summary>A save of an empty value is a save: it sets the time to live of the key while other paths remain.</summary>
    [ConformanceCheck]
    public virtual async Task Save_of_an_empty_value_renews_a_key_with_other_paths(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "b", First, Life);
        foreach ((string path, TimeSpan life) in new[] { ("b", OtherLife), ("never saved", Life) })
        {
            TimeSpan since = trial.Clock.Now;
            await trial.Store.SavePathAsync(key, path, string.Empty, life);
            await trial.ExpectTimeToLiveAsync(key, life, since, $"a save of nothing at '{path}'");
        }
    }

    /// <summary>A save of an empty value makes no key, and takes the key away with its last path.</summary>
    [ConformanceCheck]
    public virtual async Task Save_of_an_empty_value_leaves_no_empty_trie(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", string.Empty, Life);
        await ExpectMissingAsync(trial, key, "a key where only an empty value was saved");
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "a", string.Empty, Life);
        await ExpectMissingAsync(trial, key, "a trie whose last path an empty value removed");
    }

    /// <summary>RemovePath says whether the path was saved, and takes no other one with it.</summary>
    [ConformanceCheck]
    public virtual async Task RemovePath_removes_one_path_and_says_whether_it_was_saved(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        trial.Expect(false, await trial.Store.RemovePathAsync(key, "a"), "the removal of a path of a missing trie");
        foreach (string path in new[] { "a", "a-b", "a-b-c" })
        {
            await trial.Store.SavePathAsync(key, path, path, Life);
        }

        trial.Expect(false, await trial.Store.RemovePathAsync(key, "b"), "the removal of a path that was not saved");
        trial.Expect(false, await trial.Store.RemovePathAsync(key, "a-b-c-d"), "the removal of a longer path than was saved");
        trial.Expect(true, await trial.Store.RemovePathAsync(key, "a-b"), "the removal of a saved path");
        trial.Expect(false, await trial.Store.RemovePathAsync(key, "a-b"), "a second removal");
        await ExpectFindsAsync(trial, key, ("a-b", "a", "a"), ("a-b-c", "a-b-c", "a-b-c"), ("a", "a", "a"));
    }

    /// <summary>RemovePath takes a path as it is saved, without its empty segments.</summary>
    [ConformanceCheck]
    public virtual async Task RemovePath_drops_empty_segments(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a-b", First, Life);
        await trial.Store.SavePathAsync(key, "a", First, Life);
        trial.Expect(true, await trial.Store.RemovePathAsync(key, "-a--b-"), "the removal of a path spelt with empty segments");
        trial.Expect(false, await trial.Store.RemovePathAsync(key, "--"), "the removal of a path without segments");
        await ExpectFindsAsync(trial, key, ("a-b", "a", First));
    }

    /// <summary>The key goes with its last path.</summary>
    [ConformanceCheck]
    public virtual async Task RemovePath_of_the_last_path_removes_the_key(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SavePathAsync(key, "b", First, Life);
        await trial.Store.RemovePathAsync(key, "a");
        await trial.Store.RemovePathAsync(key, "b");
        await ExpectMissingAsync(trial, key, "a trie without paths");
        trial.Expect(1, await trial.Store.IncrementAsync(key, Life), "an increment where a trie lost its last path");
    }

    /// <summary>RemovePath renews nothing, whether it removes or not.</summary>
    [ConformanceCheck]
    public virtual async Task RemovePath_renews_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a", First, OtherLife);
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SavePathAsync(key, "b", First, Life);
        await trial.Clock.AdvanceAsync(trial.Clock.Tick);
        await trial.Store.RemovePathAsync(key, "c");
        await trial.Store.RemovePathAsync(key, "a");
        await trial.ExpectTimeToLiveAsync(key, Life, since, "the last save, before the removals");
        TimeSpan? left = await trial.Store.GetTimeToLiveAsync(key);
        trial.ExpectThat(left < Life, "less than the whole time to live", left, "removals some time after the last save");
    }
}
