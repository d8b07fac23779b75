namespace EmbeddedCache.Stores;

/// <param name="key">The key.</param>
/// <param name="path">A path without empty segments.</param>
internal readonly struct RemovePathOperation(CacheKey key, string path) : IFallbackOperation<bool>
{
    public static bool IsWrite => true;

    public CacheKey Key => key;

    public string? Path => path;

    public ValueTask<bool> CallAsync(ICacheStore primary, CancellationToken cancellationToken) => primary.RemovePathAsync(key, path, cancellationToken);

    public void Copy(LocalMemory local, bool result)
    {
        try
        {
            local.RemovePath(key, path);
        }
        catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
        {
            // An integer, remembered from before the primary had a trie there.
            local.Delete(key);
        }
    }

    public bool CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        bool removed = local.RemovePath(key, path);
        if (path.Length > 0)
        {
            journal.Path(key, path, value: null, life: null, known: null, isThere: removed, isUncertain);
        }

        return removed;
    }
}
