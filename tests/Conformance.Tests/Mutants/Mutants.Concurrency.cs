using System.Collections.Concurrent;
using EmbeddedCache.Stores;
using Suite = EmbeddedCache.Conformance.StoreConformance;

namespace EmbeddedCache.Conformance.Tests;

/// <content>Each is interrupted often where a real one is interrupted now and then.</content>
internal static partial class Mutants
{
    private static IEnumerable<Mutant> OfConcurrency =>
    [
        new(
            "counts in two steps",
            nameof(Suite.Concurrent_increments_are_all_counted),
            CountsInTwoSteps, IsDrawn: false),
        new(
            "saves a path in two steps",
            nameof(Suite.Concurrent_saves_to_one_trie_are_all_kept),
            store =>
            {
                var tries = new ConcurrentDictionary<CacheKey, string[]>();
                return new AlteredStore(store)
                {
                    Save = async (key, path, value, life, token) =>
                    {
                        string[] paths = tries.GetValueOrDefault(key, []);
                        await PauseAsync();
                        tries[key] = [.. paths, path];
                        await store.SavePathAsync(key, path, value, life, token);
                    },
                    Find = async (key, path, life, token) =>
                        await store.FindLongestPrefixAsync(key, path, life, token) is { } match && tries[key].Contains(path[..match.Length])
                            ? match
                            : null,
                };
            }, IsDrawn: false),
        new(
            "deletes in two steps",
            nameof(Suite.One_of_many_concurrent_deletions_finds_the_entry),
            DeletesInTwoSteps, IsDrawn: false),
        new(
            "replaces in two steps",
            nameof(Suite.An_entry_that_is_replaced_is_never_missing),
            ReplacesInTwoSteps, IsDrawn: false),
        new(
            "counts in two steps, seen from outside",
            nameof(Suite.Generated_concurrent_programs_are_linearizable),
            CountsInTwoSteps, IsDrawn: false),
        new(
            "deletes in two steps, seen from outside",
            nameof(Suite.Generated_concurrent_programs_are_linearizable),
            DeletesInTwoSteps, IsDrawn: false),
        new(
            "replaces in two steps, seen from outside",
            nameof(Suite.Generated_concurrent_programs_are_linearizable),
            ReplacesInTwoSteps, IsDrawn: false),
        new(
            "answers others' writes late",
            nameof(Suite.Generated_concurrent_programs_are_linearizable),
            store =>
            {
                var previous = new ConcurrentDictionary<CacheKey, (int Writer, long? Value)>();
                return new AlteredStore(store)
                {
                    Set = async (key, value, life, token) =>
                    {
                        long? old = await OrElse(() => store.GetAsync(key, token), null);
                        await store.SetAsync(key, value, life, token);
                        previous[key] = (Environment.CurrentManagedThreadId, old);
                    },
                    Get = async (key, token) => previous.TryRemove(key, out var write) && write.Writer != Environment.CurrentManagedThreadId
                        ? write.Value
                        : await store.GetAsync(key, token),
                };
            }, IsDrawn: false),
    ];

    private static AlteredStore CountsInTwoSteps(ICacheStore store) => new(store)
    {
        Increment = async (key, life, token) =>
        {
            long count = (await store.GetAsync(key, token) ?? 0) + 1;
            await PauseAsync();
            await store.SetAsync(key, count, life, token);
            return count;
        },
    };

    private static AlteredStore DeletesInTwoSteps(ICacheStore store) => new(store)
    {
        Delete = async (key, token) =>
        {
            bool found = await store.GetTimeToLiveAsync(key, token) is not null;
            await PauseAsync();
            await store.DeleteAsync(key, token);
            return found;
        },
    };

    private static AlteredStore ReplacesInTwoSteps(ICacheStore store) => new(store)
    {
        Set = async (key, value, life, token) =>
        {
            await store.DeleteAsync(key, token);
            await PauseAsync();
            await store.SetAsync(key, value, life, token);
        },
    };

    private static Task PauseAsync() => Random.Shared.Next(3) == 0 ? Task.Delay(1) : Task.CompletedTask;
}
