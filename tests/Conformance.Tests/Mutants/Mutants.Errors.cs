using EmbeddedCache.Stores;
using Suite = EmbeddedCache.Conformance.StoreConformance;

namespace EmbeddedCache.Conformance.Tests;

internal static partial class Mutants
{
    private static IEnumerable<Mutant> OfErrors =>
    [
        new(
            "reads a trie as a miss",
            nameof(Suite.Integer_operations_on_a_trie_are_errors_that_change_nothing),
            store => new AlteredStore(store)
            {
                Get = async (key, token) => await OrElse(() => store.GetAsync(key, token), null),
            }),
        new(
            "reads a trie among many keys as a miss",
            nameof(Suite.Integer_operations_on_a_trie_are_errors_that_change_nothing),
            store => new AlteredStore(store)
            {
                GetMany = async (keys, token) => await Task.WhenAll(keys.Select(key => OrElse(() => store.GetAsync(key, token), null))),
            }),
        new(
            "looks up a path under an integer's key as a miss",
            nameof(Suite.Trie_operations_on_an_integer_are_errors_that_change_nothing),
            store => new AlteredStore(store)
            {
                Find = async (key, path, life, token) => await OrElse(() => store.FindLongestPrefixAsync(key, path, life, token), null),
            }),
        new(
            "replaces an integer by a trie",
            nameof(Suite.Trie_operations_on_an_integer_are_errors_that_change_nothing),
            store => new AlteredStore(store)
            {
                Save = async (key, path, value, life, token) =>
                {
                    if (await OrElse(() => store.GetAsync(key, token), null) is not null)
                    {
                        await store.DeleteAsync(key, token);
                    }

                    await store.SavePathAsync(key, path, value, life, token);
                },
            }),
        new(
            "tells the name of the key in an error",
            nameof(Suite.Trie_operations_on_an_integer_are_errors_that_change_nothing),
            store => new AlteredStore(store)
            {
                Remove = async (key, path, token) =>
                {
                    try
                    {
                        return await store.RemovePathAsync(key, path, token);
                    }
                    catch (CacheStoreException error)
                    {
                        throw new CacheStoreException($"WRONGTYPE {key}", error);
                    }
                },
            }, IsDrawn: false),
        new(
            "takes no time to live for a deletion",
            nameof(Suite.A_time_to_live_that_is_not_positive_is_an_argument_error),
            store => new AlteredStore(store)
            {
                Expire = (key, life, token) => life <= TimeSpan.Zero ? store.DeleteAsync(key, token) : store.ExpireAsync(key, life, token),
            }, IsDrawn: false),
        new(
            "looks up null as a miss",
            nameof(Suite.Null_arguments_are_argument_errors),
            store => new AlteredStore(store)
            {
                Find = (key, path, life, token) => store.FindLongestPrefixAsync(key, path ?? string.Empty, life, token),
            }, IsDrawn: false),
        new(
            "does not look at its cancellation token",
            nameof(Suite.A_cancelled_call_throws_OperationCanceledException),
            store => new AlteredStore(store)
            {
                Token = _ => CancellationToken.None,
            }, IsDrawn: false),
        new(
            "takes a token for a cancellation",
            nameof(Suite.A_token_that_is_not_cancelled_changes_nothing),
            store => new AlteredStore(store)
            {
                Token = token => new CancellationToken(canceled: token.CanBeCanceled),
            }, IsDrawn: false),
    ];

    private static async Task<T> OrElse<T>(Func<ValueTask<T>> call, T otherwise)
    {
        try
        {
            return await call();
        }
        catch (CacheStoreException)
        {
            return otherwise;
        }
    }
}
