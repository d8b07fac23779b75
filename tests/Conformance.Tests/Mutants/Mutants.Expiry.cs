using EmbeddedCache.Stores;
using Suite = EmbeddedCache.Conformance.StoreConformance;

namespace EmbeddedCache.Conformance.Tests;

internal static partial class Mutants
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private static IEnumerable<Mutant> OfExpiry =>
    [
        new(
            "expires a millisecond early",
            nameof(Suite.An_integer_is_there_until_its_deadline_and_gone_after_it),
            store => new AlteredStore(store)
            {
                Life = life => life > Millisecond ? life - Millisecond : life,
            }),
        new(
            "expires a millisecond late",
            nameof(Suite.An_integer_is_there_until_its_deadline_and_gone_after_it),
            store => new AlteredStore(store)
            {
                Life = life => life > TimeSpan.Zero && life < Hour ? life + Millisecond : life,
            }),
        new(
            "finds in a trie that is a millisecond too old",
            nameof(Suite.A_trie_is_there_until_its_deadline_and_gone_after_it),
            store => new AlteredStore(store)
            {
                Find = (key, path, life, token) => store.FindLongestPrefixAsync(key, path, life > TimeSpan.Zero ? life + Millisecond : life, token),
            }),
        new(
            "sees expired integers when it counts",
            nameof(Suite.An_expired_entry_is_gone_for_every_operation),
            store =>
            {
                var forever = new ToyStore(TimeProvider.System);
                return new AlteredStore(store)
                {
                    Set = async (key, value, life, token) =>
                    {
                        await store.SetAsync(key, value, life, token);
                        await forever.SetAsync(key, value, Hour, token);
                    },
                    Increment = async (key, life, token) =>
                    {
                        if (await store.GetAsync(key, token) is null && await forever.GetAsync(key, token) is { } old)
                        {
                            await store.SetAsync(key, old, life, token);
                        }

                        return await store.IncrementAsync(key, life, token);
                    },
                    Delete = async (key, token) =>
                    {
                        await forever.DeleteAsync(key, token);
                        return await store.DeleteAsync(key, token);
                    },
                };
            }),
        new(
            "revives expired paths when it saves",
            nameof(Suite.A_save_after_expiry_begins_an_empty_trie),
            store =>
            {
                var saved = new List<(CacheKey Key, string Path, string Value)>();
                return new AlteredStore(store)
                {
                    Save = async (key, path, value, life, token) =>
                    {
                        foreach ((_, string oldPath, string oldValue) in saved.Where(old => old.Key == key && old.Path != path).ToList())
                        {
                            await store.SavePathAsync(key, oldPath, oldValue, life, token);
                        }

                        saved.Add((key, path, value));
                        await store.SavePathAsync(key, path, value, life, token);
                    },
                };
            }),
        new(
            "remembers the kind of an expired entry",
            nameof(Suite.A_key_can_be_used_again_after_expiry),
            store =>
            {
                var integers = new HashSet<CacheKey>();
                return new AlteredStore(store)
                {
                    Set = (key, value, life, token) =>
                    {
                        integers.Add(key);
                        return store.SetAsync(key, value, life, token);
                    },
                    Save = (key, path, value, life, token) =>
                        integers.Contains(key)
                            ? throw new CacheStoreException("an integer stood here")
                            : store.SavePathAsync(key, path, value, life, token),
                };
            }),
        new(
            "gives every counter an hour",
            nameof(Suite.A_shortened_time_to_live_ends_at_the_new_deadline),
            store => new AlteredStore(store)
            {
                Increment = (key, life, token) => store.IncrementAsync(key, life > TimeSpan.Zero && life < Hour ? Hour : life, token),
            }),
        new(
            "never lengthens a time to live",
            nameof(Suite.A_renewed_entry_outlives_its_first_deadline),
            store => new AlteredStore(store)
            {
                Expire = async (key, life, token) =>
                {
                    await store.ExpireAsync(key, life, token);
                    return await store.GetTimeToLiveAsync(key, token) is { } left
                        && await store.ExpireAsync(key, left < life ? left : Millisecond, token);
                },
            }),
        new(
            "keeps a trie alive that is only missed",
            nameof(Suite.A_trie_that_is_only_missed_expires),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                {
                    PathMatch? match = await store.FindLongestPrefixAsync(key, path, life, token);
                    await store.ExpireAsync(key, life, token);
                    return match;
                },
            }),
        new(
            "counts a time to live in seconds",
            nameof(Suite.The_time_to_live_counts_down),
            store => new AlteredStore(store)
            {
                GetTimeToLive = async (key, token) =>
                    await store.GetTimeToLiveAsync(key, token) is { } left ? TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)) : null,
            }),
        new(
            "drops fractions of a millisecond",
            nameof(Suite.A_fraction_of_a_millisecond_is_rounded_up),
            store => new AlteredStore(store)
            {
                Life = life => TimeSpan.FromMilliseconds(life.Ticks / TimeSpan.TicksPerMillisecond),
            }),
        new(
            "overflows on a very long time to live",
            nameof(Suite.The_longest_time_to_live_works),
            store => new AlteredStore(store)
            {
                Life = life => life > TimeSpan.FromDays(100_000) ? throw new OverflowException("a date past the year 9999") : life,
            }, IsDrawn: false),
    ];
}
