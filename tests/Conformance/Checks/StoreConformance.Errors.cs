using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <content>Errors: what the contract's section 4 and the store's interface say of them.</content>
public abstract partial class StoreConformance
{
    /// <summary>Integer operations on a trie are errors, not misses, and change nothing.</summary>
    [ConformanceCheck]
    public virtual async Task Integer_operations_on_a_trie_are_errors_that_change_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        CacheKey integer = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SavePathAsync(key, "a", First, Life);
        await trial.Store.SetAsync(integer, 5, Life);
        await ExpectRefusalAsync(trial, key, () => trial.Store.GetAsync(key).AsTask(), "a get of a trie");
        await ExpectRefusalAsync(trial, key, () => trial.Store.GetManyAsync([integer, key]).AsTask(), "a get of many, one of them a trie");
        await ExpectRefusalAsync(trial, key, () => trial.Store.IncrementAsync(key, OtherLife).AsTask(), "an increment of a trie");
        await trial.ExpectTimeToLiveAsync(key, Life, since, "a save, before integer operations on the trie");
        await ExpectFindsAsync(trial, key, ("a", "a", First));
    }

    /// <summary>Trie operations on an integer are errors, not misses, and change nothing.</summary>
    [ConformanceCheck]
    public virtual async Task Trie_operations_on_an_integer_are_errors_that_change_nothing(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SetAsync(key, 5, Life);
        await ExpectRefusalAsync(
            trial, key, () => trial.Store.FindLongestPrefixAsync(key, "a-b", OtherLife).AsTask(), "a find under an integer's key");
        await ExpectRefusalAsync(
            trial, key, () => trial.Store.SavePathAsync(key, "a", First, OtherLife).AsTask(), "a save under an integer's key");
        await ExpectRefusalAsync(
            trial, key, () => trial.Store.SavePathAsync(key, "a", string.Empty, OtherLife).AsTask(), "a save of nothing under an integer's key");
        await ExpectRefusalAsync(trial, key, () => trial.Store.RemovePathAsync(key, "a").AsTask(), "a removal under an integer's key");
        trial.Expect(5, await trial.Store.GetAsync(key), "an integer after trie operations on it");
        await trial.ExpectTimeToLiveAsync(key, Life, since, "a set, before trie operations on the integer");
    }

    /// <summary>A time to live of nothing or less is an argument error, and changes nothing.</summary>
    [ConformanceCheck]
    public virtual async Task A_time_to_live_that_is_not_positive_is_an_argument_error(StoreTrial trial)
    {
        CacheKey integer = trial.NewKey();
        CacheKey trie = trial.NewKey();
        TimeSpan since = trial.Clock.Now;
        await trial.Store.SetAsync(integer, 5, Life);
        await trial.Store.SavePathAsync(trie, "a", First, Life);
        foreach (TimeSpan life in new[] { TimeSpan.Zero, TimeSpan.FromTicks(-1), Timeout.InfiniteTimeSpan, TimeSpan.MinValue })
        {
            await ExpectOutOfRangeAsync(() => trial.Store.SetAsync(integer, 6, life).AsTask(), "a set");
            await ExpectOutOfRangeAsync(() => trial.Store.ExpireAsync(integer, life).AsTask(), "an expire");
            await ExpectOutOfRangeAsync(() => trial.Store.IncrementAsync(integer, life).AsTask(), "an increment");
            await ExpectOutOfRangeAsync(() => trial.Store.FindLongestPrefixAsync(trie, "a", life).AsTask(), "a find");
            await ExpectOutOfRangeAsync(() => trial.Store.SavePathAsync(trie, "b", Second, life).AsTask(), "a save");

            Task ExpectOutOfRangeAsync(Func<Task> call, string what) =>
                trial.ExpectErrorAsync<ArgumentOutOfRangeException>(call, $"{what} with a time to live of {life}");
        }

        await trial.ExpectTimeToLiveAsync(integer, Life, since, "a set, before calls with bad arguments");
        await trial.ExpectTimeToLiveAsync(trie, Life, since, "a save, before calls with bad arguments");
        trial.Expect(5, await trial.Store.GetAsync(integer), "an integer after calls with bad arguments");
        await ExpectFindsAsync(trial, trie, ("b", null, null), ("a", "a", First));
    }

    /// <summary>A null where there must be none is an argument error.</summary>
    [ConformanceCheck]
    public virtual async Task Null_arguments_are_argument_errors(StoreTrial trial)
    {
        CacheKey key = trial.NewKey();
        await trial.ExpectErrorAsync<ArgumentException>(() => trial.Store.GetManyAsync(null!).AsTask(), "a list of keys that is null");
        await trial.ExpectErrorAsync<ArgumentException>(() => trial.Store.FindLongestPrefixAsync(key, null!, Life).AsTask(), "a find of null");
        await trial.ExpectErrorAsync<ArgumentException>(() => trial.Store.SavePathAsync(key, null!, First, Life).AsTask(), "a save at null");
        await trial.ExpectErrorAsync<ArgumentException>(() => trial.Store.SavePathAsync(key, "a", null!, Life).AsTask(), "a save of null");
        await trial.ExpectErrorAsync<ArgumentException>(() => trial.Store.RemovePathAsync(key, null!).AsTask(), "a removal of null");
        await ExpectMissingAsync(trial, key, "a key of calls with null arguments");
    }

    /// <summary>A call that is cancelled before it begins ends in <see cref="OperationCanceledException"/>, whatever it was.</summary>
    [ConformanceCheck]
    public virtual async Task A_cancelled_call_throws_OperationCanceledException(StoreTrial trial)
    {
        CacheKey integer = trial.NewKey();
        CacheKey trie = trial.NewKey();
        await trial.Store.SetAsync(integer, 5, Life);
        await trial.Store.SavePathAsync(trie, "a", First, Life);
        var cancelled = new CancellationToken(canceled: true);
        foreach ((string what, Func<Task> call) in new (string, Func<Task>)[]
        {
            ("a get", () => trial.Store.GetAsync(integer, cancelled).AsTask()),
            ("a get of many", () => trial.Store.GetManyAsync([integer], cancelled).AsTask()),
            ("a set", () => trial.Store.SetAsync(integer, 6, Life, cancelled).AsTask()),
            ("an expire", () => trial.Store.ExpireAsync(integer, Life, cancelled).AsTask()),
            ("a deletion", () => trial.Store.DeleteAsync(integer, cancelled).AsTask()),
            ("an increment", () => trial.Store.IncrementAsync(integer, Life, cancelled).AsTask()),
            ("a read of a time to live", () => trial.Store.GetTimeToLiveAsync(integer, cancelled).AsTask()),
            ("a find", () => trial.Store.FindLongestPrefixAsync(trie, "a", Life, cancelled).AsTask()),
            ("a save", () => trial.Store.SavePathAsync(trie, "b", First, Life, cancelled).AsTask()),
            ("a removal", () => trial.Store.RemovePathAsync(trie, "a", cancelled).AsTask()),
        })
        {
            await trial.ExpectErrorAsync<OperationCanceledException>(call, $"{what} that was cancelled before it began");
        }
    }

    /// <summary>A token that could be cancelled, and is not, changes nothing.</summary>
    [ConformanceCheck]
    public virtual async Task A_token_that_is_not_cancelled_changes_nothing(StoreTrial trial)
    {
        using var source = new CancellationTokenSource();
        CacheKey key = trial.NewKey();
        await trial.Store.SetAsync(key, 5, Life, source.Token);
        trial.Expect(6, await trial.Store.IncrementAsync(key, Life, source.Token), "an increment with a token");
        trial.Expect(6, await trial.Store.GetAsync(key, source.Token), "a get with a token");
        trial.ExpectAll([6], await trial.Store.GetManyAsync([key], source.Token), "a get of many with a token");
        trial.Expect(true, await trial.Store.ExpireAsync(key, Life, source.Token), "an expire with a token");
        TimeSpan? left = await trial.Store.GetTimeToLiveAsync(key, source.Token);
        trial.ExpectThat(left <= Life + trial.Clock.Margin, "a time to live", left, "a time to live with a token");
        trial.Expect(true, await trial.Store.DeleteAsync(key, source.Token), "a deletion with a token");
        await trial.Store.SavePathAsync(key, "a", First, Life, source.Token);
        trial.Expect(new PathMatch(First, 1), await trial.Store.FindLongestPrefixAsync(key, "a-b", Life, source.Token), "a find with a token");
        trial.Expect(true, await trial.Store.RemovePathAsync(key, "a", source.Token), "a removal with a token");
    }

    // A refusal is a CacheStoreException whose message keeps the key's name, which may be a session hash, to itself.
    private static async Task ExpectRefusalAsync(StoreTrial trial, CacheKey key, Func<Task> call, string what)
    {
        CacheStoreException error = await trial.ExpectErrorAsync<CacheStoreException>(call, what);
        trial.ExpectThat(
            !error.Message.Contains(key.Name, StringComparison.Ordinal),
            "a message without the name of the key",
            error.Message,
            $"the error of {what}");
    }
}
