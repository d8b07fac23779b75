using Suite = EmbeddedCache.Conformance.StoreConformance;

namespace EmbeddedCache.Conformance.Tests;

internal static partial class Mutants
{
    private static IEnumerable<Mutant> OfIntegers =>
    [
        new(
            "answers zero for a miss",
            nameof(Suite.Get_of_a_missing_key_answers_nothing),
            store => new AlteredStore(store)
            {
                Get = async (key, token) => await store.GetAsync(key, token) ?? 0,
            }),
        new(
            "keeps 32 bits",
            nameof(Suite.Get_answers_what_was_set),
            store => new AlteredStore(store)
            {
                Set = (key, value, life, token) => store.SetAsync(key, (int)value, life, token),
            }),
        new(
            "keeps the old time to live when a value is set",
            nameof(Suite.Set_replaces_the_value_and_the_time_to_live),
            store => new AlteredStore(store)
            {
                Set = async (key, value, life, token) =>
                    await store.SetAsync(key, value, await store.GetTimeToLiveAsync(key, token) ?? life, token),
            }),
        new(
            "refuses to set where a trie stands",
            nameof(Suite.Set_replaces_a_trie),
            store => new AlteredStore(store)
            {
                Set = async (key, value, life, token) =>
                {
                    await store.GetAsync(key, token);
                    await store.SetAsync(key, value, life, token);
                },
            }),
        new(
            "tells keys apart by their parts",
            nameof(Suite.Keys_of_one_text_are_one_key),
            store => new AlteredStore(store)
            {
                Key = key => key with { Name = $"{key.Space}|{key.Id}|{key.Name}" },
            }),
        new(
            "ignores the case of names",
            nameof(Suite.Keys_that_differ_in_one_character_are_different_keys),
            store => new AlteredStore(store)
            {
                Key = key => key with { Name = key.Name.ToUpperInvariant() },
            }, IsDrawn: false),
        new(
            "ignores the sign of ids",
            nameof(Suite.Keys_that_differ_in_one_character_are_different_keys),
            store => new AlteredStore(store)
            {
                Key = key => key with { Id = key.Id < -1_000 ? key.Id : Math.Abs(key.Id) },
            }),
        new(
            "cuts names at 255 characters",
            nameof(Suite.Keys_take_any_id_and_any_name),
            store => new AlteredStore(store)
            {
                Key = key => key.Name.Length > 255 ? throw new ArgumentException("too long") : key,
            }, IsDrawn: false),
        new(
            "answers a key asked for twice once",
            nameof(Suite.GetMany_answers_every_key_in_its_place),
            store => new AlteredStore(store)
            {
                GetMany = (keys, token) => store.GetManyAsync([.. keys.Distinct()], token),
            }),
        new(
            "answers in the order of the keys' ids",
            nameof(Suite.GetMany_answers_every_key_in_its_place),
            store => new AlteredStore(store)
            {
                GetMany = (keys, token) => store.GetManyAsync([.. keys.OrderBy(key => key.Id)], token),
            }),
        new(
            "sends an empty list of keys to the server",
            nameof(Suite.GetMany_of_no_keys_answers_an_empty_list),
            store => new AlteredStore(store)
            {
                GetMany = (keys, token) => keys.Count > 0
                    ? store.GetManyAsync(keys, token)
                    : throw new Stores.CacheStoreException("wrong number of arguments"),
            }, IsDrawn: false),
        new(
            "reads five hundred keys at most",
            nameof(Suite.GetMany_takes_a_thousand_keys),
            store => new AlteredStore(store)
            {
                GetMany = (keys, token) => store.GetManyAsync([.. keys.Take(500)], token),
            }, IsDrawn: false),
        new(
            "only ever lengthens a time to live",
            nameof(Suite.Expire_replaces_the_time_to_live_of_either_kind),
            store => new AlteredStore(store)
            {
                Expire = async (key, life, token) => 
                    await store.GetTimeToLiveAsync(key, token) is { } left && await store.ExpireAsync(key, left > life ? left : life, token),
            }),
        new(
            "makes a key when it is to expire",
            nameof(Suite.Expire_of_a_missing_key_does_nothing),
            store => new AlteredStore(store)
            {
                Expire = async (key, life, token) =>
                {
                    bool found = await store.ExpireAsync(key, life, token);
                    if (!found)
                    {
                        await store.SetAsync(key, 0, life, token);
                    }

                    return found;
                },
            }),
        new(
            "says that every deletion found something",
            nameof(Suite.Delete_says_whether_there_was_an_entry_of_either_kind),
            store => new AlteredStore(store)
            {
                Delete = async (key, token) => await store.DeleteAsync(key, token) || true,
            }),
        new(
            "counts from zero",
            nameof(Suite.Increment_counts_from_one),
            store => new AlteredStore(store)
            {
                Increment = async (key, life, token) => await store.IncrementAsync(key, life, token) - 1,
            }),
        new(
            "begins anew below zero",
            nameof(Suite.Increment_goes_on_from_what_was_set),
            store => new AlteredStore(store)
            {
                Increment = async (key, life, token) =>
                {
                    if (await store.GetAsync(key, token) < 0)
                    {
                        await store.DeleteAsync(key, token);
                    }

                    return await store.IncrementAsync(key, life, token);
                },
            }),
        new(
            "gives a counter its time to live once",
            nameof(Suite.Increment_renews_the_time_to_live_each_time),
            store => new AlteredStore(store)
            {
                Increment = async (key, life, token) => await store.IncrementAsync(key, await store.GetTimeToLiveAsync(key, token) ?? life, token),
            }),
        new(
            "wraps past the end of int64",
            nameof(Suite.Increment_past_the_end_is_an_error_that_changes_nothing),
            store => new AlteredStore(store)
            {
                Increment = async (key, life, token) =>
                {
                    if (await store.GetAsync(key, token) != long.MaxValue)
                    {
                        return await store.IncrementAsync(key, life, token);
                    }

                    await store.SetAsync(key, long.MinValue, life, token);
                    return long.MinValue;
                },
            }),
        new(
            "renews a counter that overflows",
            nameof(Suite.Increment_past_the_end_is_an_error_that_changes_nothing),
            store => new AlteredStore(store)
            {
                Increment = async (key, life, token) =>
                {
                    await store.GetAsync(key, token);
                    await store.ExpireAsync(key, life, token);
                    return await store.IncrementAsync(key, life, token);
                },
            }),
    ];
}
