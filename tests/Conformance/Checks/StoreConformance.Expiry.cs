using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <content>Expiry: an entry is there while <c>now &lt;= deadline</c>, in whole milliseconds, and then it is gone.</content>
public abstract partial class StoreConformance
{
    /// <summary>An integer is read until its deadline, that millisecond included, and not after it.</summary>
    [ConformanceCheck]
    public virtual async Task An_integer_is_there_until_its_deadline_and_gone_after_it(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan life = await trial.ExpectUntilDeadlineAsync(
            life => trial.Store.SetAsync(key, 5, life).AsTask(),
            async () => trial.Expect(5, await trial.Store.GetAsync(key), "an integer at its deadline"));
        await trial.PassAsync(life - trial.Clock.LastLook(life));
        trial.Expect(null, await trial.Store.GetAsync(key), "an integer past its deadline");
    }

    /// <summary>A path is found until its key's deadline, that millisecond included, and not after it.</summary>
    [ConformanceCheck]
    public virtual async Task A_trie_is_there_until_its_deadline_and_gone_after_it(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        var last = TimeSpan.Zero;
        await trial.ExpectUntilDeadlineAsync(
            life => trial.Store.SavePathAsync(key, "a", First, last = life).AsTask(),
            async () => trial.Expect(new PathMatch(First, 1), await trial.Store.FindLongestPrefixAsync(key, "a-b", last), "a find at the deadline"));

        // The find renewed it.
        await trial.PassAsync(last);
        trial.Expect(null, await trial.Store.FindLongestPrefixAsync(key, "a-b", last), "a find past the deadline");
    }

    /// <summary>No operation sees an expired entry, of either kind.</summary>
    [ConformanceCheck]
    public virtual async Task An_expired_entry_is_gone_for_every_operation(StoreTrial trial)
    {
        TimeSpan life = trial.Clock.Tick;
        CacheKey[] keys = [.. Enumerable.Range(0, 14).Select(id => trial.NewKey(id))];
        for (int i = 0; i < keys.Length; i++)
        {
            await (i % 2 == 0 ? trial.Store.SetAsync(keys[i], 5, life) : trial.Store.SavePathAsync(keys[i], "a", First, life));
        }

        await trial.PassAsync(life);
        trial.Expect(null, await trial.Store.GetAsync(keys[0]), "an expired integer");
        trial.Expect(null, await trial.Store.GetAsync(keys[1]), "the integer under the key of an expired trie");
        trial.ExpectAll([null, null], await trial.Store.GetManyAsync([keys[2], keys[3]]), "expired entries, read together");
        foreach (CacheKey key in keys[4..6])
        {
            trial.Expect(null, await trial.Store.GetTimeToLiveAsync(key), "the time to live of an expired entry");
            trial.Expect(false, await trial.Store.ExpireAsync(key, Life), "an expire of an expired entry");
            await ExpectMissingAsync(trial, key, "an expired entry after an expire");
        }

        trial.Expect(false, await trial.Store.DeleteAsync(keys[6]), "a deletion of an expired integer");
        trial.Expect(false, await trial.Store.DeleteAsync(keys[7]), "a deletion of an expired trie");
        trial.Expect(null, await trial.Store.FindLongestPrefixAsync(keys[8], "a", Life), "a path under the key of an expired integer");
        trial.Expect(null, await trial.Store.FindLongestPrefixAsync(keys[9], "a", Life), "a path of an expired trie");
        trial.Expect(false, await trial.Store.RemovePathAsync(keys[10], "a"), "the removal of a path under the key of an expired integer");
        trial.Expect(false, await trial.Store.RemovePathAsync(keys[11], "a"), "the removal of a path of an expired trie");
        trial.Expect(1, await trial.Store.IncrementAsync(keys[12], Life), "an increment of an expired integer");
        trial.Expect(1, await trial.Store.IncrementAsync(keys[13], Life), "an increment where a trie expired");
    }

    /// <summary>What is saved after the deadline begins a trie without the old paths, also when the value is empty.</summary>
    [ConformanceCheck]
    public virtual async Task A_save_after_expiry_begins_an_empty_trie(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        CacheKey emptied = trial.NewKey();
        TimeSpan life = trial.Clock.Tick;
        await trial.Store.SavePathAsync(key, "a", First, life);
        await trial.Store.SavePathAsync(key, "a-b", First, life);
        await trial.Store.SavePathAsync(emptied, "a", First, life);
        await trial.PassAsync(life);

        await trial.Store.SavePathAsync(key, "a-b-c", Second, Life);
        await trial.Store.SavePathAsync(emptied, "x", string.Empty, Life);
        await ExpectFindsAsync(trial, key, ("a-b", null, null), ("a-b-c", "a-b-c", Second));
        await ExpectMissingAsync(trial, emptied, "a trie that expired before an empty value was saved");
    }

    /// <summary>An entry of either kind that is set anew after its deadline lives on its new time to live.</summary>
    [ConformanceCheck]
    public virtual async Task A_key_can_be_used_again_after_expiry(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan life = trial.Clock.Tick;
        await trial.Store.SetAsync(key, 5, life);
        await trial.PassAsync(life);
        await trial.Store.SavePathAsync(key, "a", First, life);
        await trial.PassAsync(life);
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SetAsync(key, 6, Life);
        trial.Expect(6, await trial.Store.GetAsync(key), "an integer where two entries expired");
        await trial.ExpectTimeToLiveAsync(key, Life, since, "set where two entries expired");
    }

    /// <summary>A time to live that was made shorter ends at the new deadline.</summary>
    [ConformanceCheck]
    public virtual async Task A_shortened_time_to_live_ends_at_the_new_deadline(StoreTrial trial)
    {
        TimeSpan life = trial.Clock.Tick;
        CacheKey[] keys = [.. Enumerable.Range(0, 6).Select(id => trial.NewKey(id))];
        foreach (CacheKey key in keys[..3])
        {
            await trial.Store.SetAsync(key, 5, Life);
        }

        foreach (CacheKey key in keys[3..])
        {
            await trial.Store.SavePathAsync(key, "a", First, Life);
        }

        await trial.Store.ExpireAsync(keys[0], life);
        await trial.Store.SetAsync(keys[1], 6, life);
        await trial.Store.IncrementAsync(keys[2], life);
        await trial.Store.ExpireAsync(keys[3], life);
        await trial.Store.FindLongestPrefixAsync(keys[4], "a-b", life);
        await trial.Store.SavePathAsync(keys[5], "b", Second, life);
        await trial.PassAsync(life);
        foreach (CacheKey key in keys)
        {
            await ExpectMissingAsync(trial, key, $"entry {key.Id}, whose time to live was made shorter");
        }
    }

    /// <summary>An entry that was renewed is still there when its first deadline has passed.</summary>
    [ConformanceCheck]
    public virtual async Task A_renewed_entry_outlives_its_first_deadline(StoreTrial trial)
    {
        CacheKey expired = trial.NewKey();
        CacheKey counted = trial.NewKey();
        CacheKey found = trial.NewKey();
        CacheKey saved = trial.NewKey();
        var first = TimeSpan.Zero;
        await trial.ExpectUntilDeadlineAsync(
            async life =>
            {
                await trial.Store.SetAsync(expired, 5, first = life);
                await trial.Store.SetAsync(counted, 5, life);
                await trial.Store.SavePathAsync(found, "a", First, life);
                await trial.Store.SavePathAsync(saved, "a", First, life);
            },
            async () =>
            {
                trial.Expect(true, await trial.Store.ExpireAsync(expired, Life), "an expire at the deadline");
                trial.Expect(6, await trial.Store.IncrementAsync(counted, Life), "an increment at the deadline");
                await ExpectFindsAsync(trial, found, ("a", "a", First));
                await trial.Store.SavePathAsync(saved, "b", First, Life);
                await ExpectFindsAsync(trial, saved, ("a", "a", First));
            });
        await trial.PassAsync(first);
        trial.Expect(5, await trial.Store.GetAsync(expired), "an integer past its first deadline");
        trial.Expect(6, await trial.Store.GetAsync(counted), "a counter past its first deadline");
        await ExpectFindsAsync(trial, found, ("a", "a", First));
        await ExpectFindsAsync(trial, saved, ("a", "a", First), ("b", "b", First));
    }

    /// <summary>A find that misses does not keep a trie alive.</summary>
    [ConformanceCheck]
    public virtual async Task A_trie_that_is_only_missed_expires(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan life = trial.Clock.Tick * 2;
        await trial.Store.SavePathAsync(key, "a-b", First, life);
        await trial.Store.FindLongestPrefixAsync(key, "a", Life);
        await trial.Store.FindLongestPrefixAsync(key, "a-bc", Life);
        await trial.Store.RemovePathAsync(key, "a-c");
        await trial.PassAsync(life);
        await ExpectMissingAsync(trial, key, "a trie that was only missed");
    }

    /// <summary>The time to live that is read counts down.</summary>
    [ConformanceCheck]
    public virtual async Task The_time_to_live_counts_down(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SetAsync(key, 5, Life);
        for (int i = 1; i <= 3; i++)
        {
            await trial.Clock.AdvanceAsync(trial.Clock.Tick);
            await trial.ExpectTimeToLiveAsync(key, Life, since, "a set some ticks ago");
            TimeSpan most = Life - (trial.Clock.Tick * i) + trial.Clock.Margin;
            TimeSpan? left = await trial.Store.GetTimeToLiveAsync(key);
            trial.ExpectThat(left <= most, $"at most {Answer.Show(most)}", left, "a time to live some ticks later");
        }
    }

    /// <summary>A positive time to live below a millisecond counts as one, and any fraction is rounded up.</summary>
    [ConformanceCheck]
    public virtual async Task A_fraction_of_a_millisecond_is_rounded_up(StoreTrial trial)
    {
        foreach (TimeSpan fraction in new[] { TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(0.5) })
        {
            CacheKey integer = trial.NewKey();
            CacheKey counter = trial.NewKey();
            CacheKey trie = trial.NewKey();
            TimeSpan since = trial.Clock.Now;
            await trial.Store.SetAsync(integer, 5, Life + fraction);
            await trial.Store.IncrementAsync(counter, Life + fraction);
            await trial.Store.SavePathAsync(trie, "a", First, Life + fraction);
            foreach (CacheKey key in new[] { integer, counter, trie })
            {
                await trial.ExpectTimeToLiveAsync(key, Life + TimeSpan.FromMilliseconds(1), since, "a time to live with a fraction");

                // Not only read back, but taken: below a millisecond there is no whole one to fall back to.
                await trial.Store.ExpireAsync(key, fraction);
            }

            if (trial.Clock.IsMoved)
            {
                await trial.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1));
                trial.Expect(5, await trial.Store.GetAsync(integer), "an integer after the millisecond it was given");
                await ExpectFindsAsync(trial, trie, ("a", "a", First));
                await trial.Store.ExpireAsync(trie, fraction);
            }

            await trial.PassAsync(TimeSpan.FromMilliseconds(1));
            foreach (CacheKey key in new[] { integer, counter, trie })
            {
                await ExpectMissingAsync(trial, key, "an entry after the fraction of a millisecond it was given");
            }
        }
    }

    /// <summary>The longest time to live there is works everywhere; a store may cut it, but to no less than a century.</summary>
    [ConformanceCheck]
    public virtual async Task The_longest_time_to_live_works(StoreTrial trial)
    {
        CacheKey integer = trial.NewKey();
        CacheKey counter = trial.NewKey();
        CacheKey trie = trial.NewKey();
        await trial.Store.SetAsync(integer, 5, TimeSpan.MaxValue);
        await trial.Store.IncrementAsync(counter, TimeSpan.MaxValue);
        await trial.Store.IncrementAsync(counter, TimeSpan.MaxValue);
        await trial.Store.SavePathAsync(trie, "a", First, TimeSpan.MaxValue);
        await ExpectCenturyAsync(trial, [integer, counter, trie]);

        trial.Expect(true, await trial.Store.ExpireAsync(integer, TimeSpan.MaxValue), "an expire with the longest time to live");
        await trial.Store.FindLongestPrefixAsync(trie, "a", TimeSpan.MaxValue);
        await trial.Store.SavePathAsync(trie, "b", First, TimeSpan.MaxValue);
        await trial.Store.SavePathAsync(trie, "b", string.Empty, TimeSpan.MaxValue);
        await trial.Clock.AdvanceAsync(trial.Clock.Tick);
        await ExpectCenturyAsync(trial, [integer, counter, trie]);
        trial.Expect(5, await trial.Store.GetAsync(integer), "an integer with the longest time to live");
        trial.Expect(2, await trial.Store.GetAsync(counter), "a counter with the longest time to live");
        await ExpectFindsAsync(trial, trie, ("a", "a", First));
    }

    private static async Task ExpectCenturyAsync(StoreTrial trial, IEnumerable<CacheKey> keys)
    {
        foreach (CacheKey key in keys)
        {
            TimeSpan? left = await trial.Store.GetTimeToLiveAsync(key);
            trial.ExpectThat(left >= TimeSpan.FromDays(36_500), "a century at least", left, "the longest time to live");
        }
    }
}
