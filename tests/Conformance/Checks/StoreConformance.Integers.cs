using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <content>Integers: the contract's section 2.</content>
public abstract partial class StoreConformance
{
    // Two times to live that do not end during a check and are told apart by reading them.
    private static readonly TimeSpan Life = StoreTrial.TenMinutes;
    private static readonly TimeSpan OtherLife = StoreTrial.HalfHour;

    /// <summary>A miss is no error and no zero.</summary>
    [ConformanceCheck]
    public virtual async Task Get_of_a_missing_key_answers_nothing(StoreTrial trial) =>
        trial.Expect(null, await trial.Store.GetAsync(trial.NewKey()), "a key that was never set");

    /// <summary>Every int64 comes back.</summary>
    [ConformanceCheck]
    public virtual async Task Get_answers_what_was_set(StoreTrial trial)
    {
        foreach (long value in new[] { 0, 1, -1, 1_770_591_992, long.MaxValue, long.MinValue })
        {
            CacheKey key = trial.NewKey();
            await trial.Store.SetAsync(key, value, Life);
            trial.Expect(value, await trial.Store.GetAsync(key), "a value that was set");
        }
    }

    /// <summary>A second Set replaces the value, and the time to live in both directions.</summary>
    [ConformanceCheck]
    public virtual async Task Set_replaces_the_value_and_the_time_to_live(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        foreach ((long value, TimeSpan life) in new[] { (1L, Life), (2L, OtherLife), (3L, Life) })
        {
            TimeSpan since = trial.Clock.Now;
            await trial.Store.SetAsync(key, value, life);
            trial.Expect(value, await trial.Store.GetAsync(key), "the value set last");
            await trial.ExpectTimeToLiveAsync(key, life, since, "set last");
        }
    }

    /// <summary>Set takes the place of a trie as Redis' SET does, and nothing of the trie is left.</summary>
    [ConformanceCheck]
    public virtual async Task Set_replaces_a_trie(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.Store.SavePathAsync(key, "a-b", "s1:1", Life);
        await trial.Store.SetAsync(key, 5, Life);
        trial.Expect(5, await trial.Store.GetAsync(key), "an integer set where a trie stood");

        await trial.Store.DeleteAsync(key);
        await trial.Store.SavePathAsync(key, "x", "s2:2", Life);
        trial.Expect(null, await trial.Store.FindLongestPrefixAsync(key, "a-b", Life), "a path of the trie that was replaced");
    }

    /// <summary>Two keys whose texts are the same are one key, however the text is cut into space, id and name.</summary>
    [ConformanceCheck]
    public virtual async Task Keys_of_one_text_are_one_key(StoreTrial trial)
    {
        CacheKey key = trial.NewKey(id: 12);
        CacheKey same = key with { Space = key.Space + "1", Id = 2 };
        await trial.Store.SetAsync(key, 5, Life);
        trial.Expect(5, await trial.Store.GetAsync(same), "a key of the same text");
        trial.ExpectAll([5, 5], await trial.Store.GetManyAsync([same, key]), "two keys of the same text");
        trial.Expect(true, await trial.Store.DeleteAsync(same), "a deletion by a key of the same text");
        trial.Expect(null, await trial.Store.GetAsync(key), "a key deleted by another one of the same text");
    }

    /// <summary>Sign, case, spelling and a longer tail tell keys apart.</summary>
    [ConformanceCheck]
    public virtual async Task Keys_that_differ_in_one_character_are_different_keys(StoreTrial trial)
    {
        CacheKey key = trial.NewKey(tail: "name");
        CacheKey[] keys =
        [
            key,
            key with { Id = -key.Id },
            key with { Id = key.Id * 10 },
            key with { Space = "c" + key.Space },
            key with { Name = key.Name + "x" },
            key with { Name = key.Name + " " },
            key with { Name = key.Name + ":" },
            key with { Name = key.Name[..^1] + "E" },
            key with { Name = key.Name[..^1] + "é" },
            key with { Name = key.Name[..^1] + "e\u0301" },
        ];
        for (int i = 0; i < keys.Length; i++)
        {
            await trial.Store.SetAsync(keys[i], i, Life);
        }

        for (int i = 0; i < keys.Length; i++)
        {
            trial.Expect(i, await trial.Store.GetAsync(keys[i]), $"key {i} of keys that look alike");
        }
    }

    /// <summary>Ids to both ends of int64, names of a thousand characters, of any script, and with characters that mean something elsewhere.</summary>
    [ConformanceCheck]
    public virtual async Task Keys_take_any_id_and_any_name(StoreTrial trial)
    {
        CacheKey[] keys =
        [
            trial.NewKey(long.MinValue),
            trial.NewKey(long.MaxValue),
            trial.NewKey(-1),
            trial.NewKey(0),
            trial.NewKey(tail: new string('x', 960)),
            trial.NewKey(tail: string.Concat(Enumerable.Repeat("世", 960))),
            trial.NewKey(tail: ":{tag}*?[a-z]\\ \t\r\n\0'\"%00"),
            trial.NewKey(tail: "😀é\u200D\uFFFD"),
        ];
        for (int i = 0; i < keys.Length; i++)
        {
            await trial.Store.SetAsync(keys[i], i, Life);
            await trial.Store.IncrementAsync(keys[i], Life);
        }

        trial.ExpectAll([.. keys.Select((_, i) => (long?)i + 1)], await trial.Store.GetManyAsync(keys), "keys of all sorts");
    }

    /// <summary>As many answers as keys, in their order; a key asked for twice is answered twice.</summary>
    [ConformanceCheck]
    public virtual async Task GetMany_answers_every_key_in_its_place(StoreTrial trial)
    {
        CacheKey one = trial.NewKey(id: 1);
        CacheKey two = trial.NewKey(id: 2);
        CacheKey missing = trial.NewKey(id: 3);
        await trial.Store.SetAsync(one, 1, Life);
        await trial.Store.SetAsync(two, 2, Life);
        trial.ExpectAll(
            [2, null, 1, 2, null, 1],
            await trial.Store.GetManyAsync([two, missing, one, two, missing, one]),
            "keys in no order, some missing, some twice");
    }

    /// <summary>No keys give no answers.</summary>
    [ConformanceCheck]
    public virtual async Task GetMany_of_no_keys_answers_an_empty_list(StoreTrial trial) =>
        trial.ExpectAll([], await trial.Store.GetManyAsync([]), "no keys");

    /// <summary>A thousand keys in one call.</summary>
    [ConformanceCheck]
    public virtual async Task GetMany_takes_a_thousand_keys(StoreTrial trial)
    {
        CacheKey[] keys = [.. Enumerable.Range(0, 1_000).Select(id => trial.NewKey(id))];
        await Task.WhenAll(keys.Where(key => key.Id % 3 == 0).Select(key => trial.Store.SetAsync(key, key.Id, Life).AsTask()));
        trial.ExpectAll(
            [.. keys.Select(key => key.Id % 3 == 0 ? key.Id : (long?)null)],
            await trial.Store.GetManyAsync(keys),
            "a thousand keys, every third one set");
    }

    /// <summary>Expire replaces a time to live in both directions, of either kind, and keeps what stands there.</summary>
    [ConformanceCheck]
    public virtual async Task Expire_replaces_the_time_to_live_of_either_kind(StoreTrial trial)
    {
        CacheKey integer = trial.NewKey();
        CacheKey trie = trial.NewKey();
        await trial.Store.SetAsync(integer, 5, Life);
        await trial.Store.SavePathAsync(trie, "a", "s1:1", Life);
        foreach (CacheKey key in new[] { integer, trie })
        {
            foreach (TimeSpan life in new[] { OtherLife, Life })
            {
                TimeSpan since = trial.Clock.Now;
                trial.Expect(true, await trial.Store.ExpireAsync(key, life), "an expire of a live key");
                await trial.ExpectTimeToLiveAsync(key, life, since, "expire");
            }
        }

        trial.Expect(5, await trial.Store.GetAsync(integer), "an integer after its expire");
        trial.Expect(new PathMatch("s1:1", 1), await trial.Store.FindLongestPrefixAsync(trie, "a", Life), "a path after the expire of its trie");
    }

    /// <summary>Expire of a missing key says so, and makes none.</summary>
    [ConformanceCheck]
    public virtual async Task Expire_of_a_missing_key_does_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        trial.Expect(false, await trial.Store.ExpireAsync(key, Life), "an expire of a missing key");
        await ExpectMissingAsync(trial, key, "a missing key after an expire");
    }

    /// <summary>Delete says whether there was an entry, of either kind.</summary>
    [ConformanceCheck]
    public virtual async Task Delete_says_whether_there_was_an_entry_of_either_kind(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        trial.Expect(false, await trial.Store.DeleteAsync(key), "a deletion of a missing key");

        await trial.Store.SetAsync(key, 5, Life);
        trial.Expect(true, await trial.Store.DeleteAsync(key), "a deletion of an integer");
        await ExpectMissingAsync(trial, key, "a deleted integer");

        await trial.Store.SavePathAsync(key, "a", "s1:1", Life);
        await trial.Store.SavePathAsync(key, "a-b", "s1:1", Life);
        trial.Expect(true, await trial.Store.DeleteAsync(key), "a deletion of a trie");
        trial.Expect(null, await trial.Store.FindLongestPrefixAsync(key, "a-b", Life), "a path of a deleted trie");
        await ExpectMissingAsync(trial, key, "a deleted trie");
        trial.Expect(false, await trial.Store.DeleteAsync(key), "a second deletion");
    }

    /// <summary>A counter starts at 1.</summary>
    [ConformanceCheck]
    public virtual async Task Increment_counts_from_one(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        for (long count = 1; count <= 3; count++)
        {
            trial.Expect(count, await trial.Store.IncrementAsync(key, Life), "an increment");
            trial.Expect(count, await trial.Store.GetAsync(key), "a counter");
        }
    }

    /// <summary>An increment goes on from a value that was set, a negative one too.</summary>
    [ConformanceCheck]
    public virtual async Task Increment_goes_on_from_what_was_set(StoreTrial trial)
    {
        foreach (long value in new[] { -1, 41, long.MinValue, long.MaxValue - 1 })
        {
            CacheKey key = trial.NewKey();
            await trial.Store.SetAsync(key, value, Life);
            trial.Expect(value + 1, await trial.Store.IncrementAsync(key, Life), "an increment of a value that was set");
            trial.Expect(value + 1, await trial.Store.GetAsync(key), "a value after its increment");
        }
    }

    /// <summary>Every increment renews the time to live, in both directions.</summary>
    [ConformanceCheck]
    public virtual async Task Increment_renews_the_time_to_live_each_time(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        foreach (TimeSpan life in new[] { Life, OtherLife, Life })
        {
            TimeSpan since = trial.Clock.Now;
            await trial.Store.IncrementAsync(key, life);
            await trial.ExpectTimeToLiveAsync(key, life, since, "an increment");
        }
    }

    /// <summary>Past the end of int64 is an error that changes neither value nor time to live.</summary>
    [ConformanceCheck]
    public virtual async Task Increment_past_the_end_is_an_error_that_changes_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SetAsync(key, long.MaxValue, Life);
        await ExpectRefusalAsync(trial, key, () => trial.Store.IncrementAsync(key, OtherLife).AsTask(), "an increment past the end of int64");
        trial.Expect(long.MaxValue, await trial.Store.GetAsync(key), "the value after an increment that failed");
        await trial.ExpectTimeToLiveAsync(key, Life, since, "before an increment that failed");
    }

    private static async Task ExpectMissingAsync(StoreTrial trial, CacheKey key, string what)
    {
        trial.Expect(null, await trial.Store.GetTimeToLiveAsync(key), $"the time to live of {what}");
        trial.Expect(null, await trial.Store.GetAsync(key), $"the integer of {what}");
        trial.Expect(false, await trial.Store.DeleteAsync(key), $"a deletion of {what}");
    }
}
