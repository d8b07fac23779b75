using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>Removes the keys of a check or a program, which would else stay on a shared server until their time to live ends.</summary>
internal static class CleanUp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Deletes keys, as far as the store lets itself be asked.</summary>
    public static Task DeleteAsync(ICacheStore store, IEnumerable<CacheKey> keys) => Task.WhenAll(keys.Select(async key =>
    {
        try
        {
            await store.DeleteAsync(key).AsTask().WaitAsync(Patience);
        }
        catch (Exception)
        {
            // A store that cannot delete has been judged by the check; its failure here must not take the place of that one.
        }
    }));
}
