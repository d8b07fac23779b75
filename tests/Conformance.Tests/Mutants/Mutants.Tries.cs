using System.Collections.Concurrent;
using System.Text;
using EmbeddedCache.Stores;
using Suite = EmbeddedCache.Conformance.StoreConformance;

namespace EmbeddedCache.Conformance.Tests;

internal static partial class Mutants
{
    private static IEnumerable<Mutant> OfTries =>
    [
        new(
            "makes a trie when it is looked at",
            nameof(Suite.Find_in_a_missing_trie_answers_nothing),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                {
                    if (await store.GetTimeToLiveAsync(key, token) is null)
                    {
                        await store.SavePathAsync(key, "\u0001", "\u0001", life, token);
                    }

                    return await store.FindLongestPrefixAsync(key, path, life, token);
                },
            }),
        new(
            "finds the shortest prefix",
            nameof(Suite.Find_answers_the_longest_saved_prefix),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                {
                    foreach (int end in Enumerable.Range(0, path.Length).Where(i => path[i] == '-'))
                    {
                        if (await store.FindLongestPrefixAsync(key, path[..end], life, token) is { } match)
                        {
                            return match;
                        }
                    }

                    return await store.FindLongestPrefixAsync(key, path, life, token);
                },
            }),
        new(
            "takes u:abc for a prefix of u:abcd",
            nameof(Suite.Find_compares_segments_whole),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                {
                    for (int length = path.Length; length > 0; length--)
                    {
                        if (await store.FindLongestPrefixAsync(key, path[..length], life, token) is { } match)
                        {
                            return match;
                        }
                    }

                    return await store.FindLongestPrefixAsync(key, path, life, token);
                },
            }),
        new(
            "drops empty segments when it looks up",
            nameof(Suite.Find_does_not_drop_empty_segments),
            store => new AlteredStore(store)
            {
                Find = (key, path, life, token) => store.FindLongestPrefixAsync(key, path.TrimStart('-'), life, token),
            }),
        new(
            "keeps empty segments when it saves",
            nameof(Suite.Save_drops_empty_segments),
            KeepsEmptySegments),
        new(
            "takes two spellings of a path for two paths",
            nameof(Suite.Save_of_a_path_spelt_differently_replaces_its_value),
            KeepsEmptySegments),
        new(
            "saves a path without segments",
            nameof(Suite.Save_of_a_path_without_segments_saves_nothing),
            store => new AlteredStore(store)
            {
                Save = (key, path, value, life, token) => store.SavePathAsync(key, path?.Trim('-') is "" ? "\u0001" : path!, value, life, token),
            }),
        new(
            "keeps one path a trie",
            nameof(Suite.Save_replaces_one_path_and_keeps_the_others),
            store => new AlteredStore(store)
            {
                Save = async (key, path, value, life, token) =>
                {
                    await store.FindLongestPrefixAsync(key, path, life, token);
                    await store.DeleteAsync(key, token);
                    await store.SavePathAsync(key, path, value, life, token);
                },
            }),
        new(
            "mixes up keys that begin alike",
            nameof(Suite.Tries_of_different_keys_share_nothing),
            store => new AlteredStore(store)
            {
                Key = key => key with { Id = 0, Name = key.Name[..^2] },
            }),
        new(
            "trims values",
            nameof(Suite.Values_come_back_as_they_were_saved),
            store => new AlteredStore(store)
            {
                Save = (key, path, value, life, token) => store.SavePathAsync(key, path, value?.Trim()!, life, token),
            }, IsDrawn: false),
        new(
            "looks at a hundred candidates at most",
            nameof(Suite.Chains_of_a_thousand_segments_match_at_any_depth),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) =>
                    await store.FindLongestPrefixAsync(key, path, life, token) is { } match && path[match.Length..].Count(c => c == '-') < 100
                        ? match
                        : null,
            }),
        new(
            "keeps a hundred paths a trie",
            nameof(Suite.A_trie_keeps_hundreds_of_paths),
            store =>
            {
                var saved = new ConcurrentDictionary<CacheKey, Queue<string>>();
                return new AlteredStore(store)
                {
                    Save = async (key, path, value, life, token) =>
                    {
                        await store.SavePathAsync(key, path, value, life, token);
                        Queue<string> paths = saved.GetOrAdd(key, _ => new Queue<string>());
                        paths.Enqueue(path);
                        if (paths.Count > 100)
                        {
                            await store.RemovePathAsync(key, paths.Dequeue(), token);
                        }
                    },
                };
            }, IsDrawn: false),
        new(
            "counts bytes of UTF-8",
            nameof(Suite.Lengths_count_UTF_16_characters),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) => await store.FindLongestPrefixAsync(key, path, life, token) is { } match
                    ? match with { Length = Encoding.UTF8.GetByteCount(path.AsSpan(0, match.Length)) }
                    : null,
            }),
        new(
            "takes any dash for a separator",
            nameof(Suite.Only_the_dash_separates_segments),
            store => new AlteredStore(store)
            {
                Find = (key, path, life, token) => store.FindLongestPrefixAsync(key, path.Replace('—', '-'), life, token),
                Save = (key, path, value, life, token) => store.SavePathAsync(key, path.Replace('—', '-'), value, life, token),
            }, IsDrawn: false),
    ];

    private static AlteredStore KeepsEmptySegments(ICacheStore store)
    {
        static string Spelt(string path) => path.Replace("--", "-\u0001-", StringComparison.Ordinal);
        return new AlteredStore(store)
        {
            Find = (key, path, life, token) => store.FindLongestPrefixAsync(key, Spelt(path), life, token),
            Save = (key, path, value, life, token) => store.SavePathAsync(key, Spelt(path), value, life, token),
            Remove = (key, path, token) => store.RemovePathAsync(key, Spelt(path), token),
        };
    }
}
