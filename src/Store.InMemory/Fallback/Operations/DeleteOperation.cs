namespace EmbeddedCache.Stores;

internal readonly struct DeleteOperation(CacheKey key) : IFallbackOperation<bool>
{
    public static bool IsWrite => true;

    public CacheKey Key => key;

    public ValueTask<bool> CallAsync(ICacheStore primary, CancellationToken cancellationToken) => primary.DeleteAsync(key, cancellationToken);

    public void Copy(LocalMemory local, bool result) => local.Delete(key);

    // The primary's entry is the one that is deleted here unless it lives longer: then somebody else has touched it since.
    public bool CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        TimeSpan? life = local.GetTimeToLive(key);
        TimeSpan? knownLife = journal.KnownLife(key) ?? (life > local.CopyTimeToLive ? life : null);
        long? known = local.Peek(key);
        bool deleted = local.Delete(key);
        journal.Delete(key, known, knownLife, isUncertain);
        return deleted;
    }
}
