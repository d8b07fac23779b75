using Suite = EmbeddedCache.Conformance.StoreConformance;

namespace EmbeddedCache.Conformance.Tests;

internal static partial class Mutants
{
    private static IEnumerable<Mutant> OfTrieLives =>
    [
        new(
            "gives a trie its time to live once",
            nameof(Suite.Save_sets_the_time_to_live_of_the_whole_key),
            store => new AlteredStore(store)
            {
                Save = async (key, path, value, life, token) =>
                    await store.SavePathAsync(key, path, value, await store.GetTimeToLiveAsync(key, token) ?? life, token),
            }),
        new(
            "forgets to renew on a hit",
            nameof(Suite.Find_that_hits_renews_the_whole_key),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                    await store.FindLongestPrefixAsync(key, path, await store.GetTimeToLiveAsync(key, token) is { Ticks: > 0 } left ? left : life, token),
            }),
        new(
            "renews on a miss",
            nameof(Suite.Find_that_misses_renews_nothing),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                {
                    Stores.PathMatch? match = await store.FindLongestPrefixAsync(key, path, life, token);
                    await store.ExpireAsync(key, life, token);
                    return match;
                },
            }),
        new(
            "ignores an empty value",
            nameof(Suite.Save_of_an_empty_value_removes_the_path),
            store => new AlteredStore(store)
            {
                Save = (key, path, value, life, token) => value is "" ? ValueTask.CompletedTask : store.SavePathAsync(key, path, value, life, token),
            }),
        new(
            "renews nothing when it saves an empty value",
            nameof(Suite.Save_of_an_empty_value_renews_a_key_with_other_paths),
            store => new AlteredStore(store)
            {
                Save = async (key, path, value, life, token) =>
                {
                    if (value is "")
                    {
                        await store.RemovePathAsync(key, path, token);
                    }
                    else
                    {
                        await store.SavePathAsync(key, path, value, life, token);
                    }
                },
            }),
        new(
            "saves an empty value as a value",
            nameof(Suite.Save_of_an_empty_value_leaves_no_empty_trie),
            store => new AlteredStore(store)
            {
                Save = (key, path, value, life, token) => store.SavePathAsync(key, path, value is "" ? "\u0001" : value, life, token),
            }),
        new(
            "says that every removal found something",
            nameof(Suite.RemovePath_removes_one_path_and_says_whether_it_was_saved),
            store => new AlteredStore(store)
            {
                Remove = async (key, path, token) => await store.RemovePathAsync(key, path, token) || true,
            }),
        new(
            "takes a path to remove as it is spelt",
            nameof(Suite.RemovePath_drops_empty_segments),
            store => new AlteredStore(store)
            {
                Remove = async (key, path, token) => !$"-{path}-".Contains("--", StringComparison.Ordinal) && await store.RemovePathAsync(key, path, token),
            }),
        new(
            "keeps a trie without paths",
            nameof(Suite.RemovePath_of_the_last_path_removes_the_key),
            store => new AlteredStore(store)
            {
                Remove = async (key, path, token) =>
                {
                    bool removed = await store.RemovePathAsync(key, path, token);
                    if (removed && await store.GetTimeToLiveAsync(key, token) is null)
                    {
                        await store.SavePathAsync(key, "\u0001", "\u0001", Hour, token);
                    }

                    return removed;
                },
            }),
        new(
            "renews when it removes a path",
            nameof(Suite.RemovePath_renews_nothing),
            store => new AlteredStore(store)
            {
                Remove = async (key, path, token) =>
                {
                    bool removed = await store.RemovePathAsync(key, path, token);
                    await store.ExpireAsync(key, Hour, token);
                    return removed;
                },
            }),
    ];
}
