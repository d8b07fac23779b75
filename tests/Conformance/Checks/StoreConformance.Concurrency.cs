using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <content>Many callers of one key at the same time.</content>
public abstract partial class StoreConformance
{
    private const int Callers = 8;

    /// <summary>Every increment counts, and each gets a number of its own.</summary>
    [ConformanceCheck]
    public virtual async Task Concurrent_increments_are_all_counted(StoreTrial trial)
    {
        const int Each = 100;
        CacheKey key = trial.NewKey();
        long[][] counts = await SideBySide.RunAsync(Callers, async _ =>
        {
            long[] mine = new long[Each];
            for (int i = 0; i < Each; i++)
            {
                mine[i] = await trial.Store.IncrementAsync(key, Life);
            }

            return mine;
        });
        trial.Expect(Callers * Each, await trial.Store.GetAsync(key), $"a counter after {Callers} callers' {Each} increments each");
        trial.ExpectAll(
            [.. Enumerable.Range(1, Callers * Each).Select(count => (long)count)],
            [.. counts.SelectMany(mine => mine).Order()],
            "what the increments answered, in order");
    }

    /// <summary>Saves to one trie keep each other's paths.</summary>
    [ConformanceCheck]
    public virtual async Task Concurrent_saves_to_one_trie_are_all_kept(StoreTrial trial)
    {
        const int Each = 25;
        CacheKey key = trial.NewKey();
        await SideBySide.RunAsync(Callers, async caller =>
        {
            for (int i = 0; i < Each; i++)
            {
                await trial.Store.SavePathAsync(key, $"stem-{i}-{caller}", $"{caller}:{i}", Life);
            }

            return true;
        });
        for (int caller = 0; caller < Callers; caller++)
        {
            for (int i = 0; i < Each; i++)
            {
                await ExpectFindsAsync(trial, key, ($"stem-{i}-{caller}-next", $"stem-{i}-{caller}", $"{caller}:{i}"));
            }
        }
    }

    /// <summary>Of many deletions of one entry, and of many removals of one path, one says that it was there.</summary>
    [ConformanceCheck]
    public virtual async Task One_of_many_concurrent_deletions_finds_the_entry(StoreTrial trial)
    {
        for (int round = 0; round < 20; round++)
        {
            CacheKey integer = trial.NewKey();
            CacheKey trie = trial.NewKey();
            await trial.Store.SetAsync(integer, 5, Life);
            await trial.Store.SavePathAsync(trie, "a", First, Life);
            bool[] deleted = await SideBySide.RunAsync(Callers, _ => trial.Store.DeleteAsync(integer).AsTask());
            bool[] removed = await SideBySide.RunAsync(Callers, _ => trial.Store.RemovePathAsync(trie, "a").AsTask());
            trial.Expect(1, deleted.Count(found => found), "how many deletions found the entry");
            trial.Expect(1, removed.Count(found => found), "how many removals found the path");
        }
    }

    /// <summary>An entry that is set anew, or renewed, is there all the while.</summary>
    [ConformanceCheck]
    public virtual async Task An_entry_that_is_replaced_is_never_missing(StoreTrial trial)
    {
        for (int round = 0; round < 50; round++)
        {
            CacheKey key = trial.NewKey();
            await trial.Store.SavePathAsync(key, "a", First, Life);
            int writers = Callers / 2;
            await SideBySide.RunAsync(Callers, async caller =>
            {
                if (caller < Callers / 2)
                {
                    await trial.Store.SetAsync(key, caller, Life);
                    await trial.Store.ExpireAsync(key, OtherLife);
                    return Interlocked.Decrement(ref writers);
                }

                do
                {
                    TimeSpan? left = await trial.Store.GetTimeToLiveAsync(key);
                    trial.ExpectThat(left is not null, "a time to live", left, "an entry that is being replaced");
                    await Task.Yield();
                }
                while (Volatile.Read(ref writers) > 0);
                return 0;
            });
        }
    }
}
