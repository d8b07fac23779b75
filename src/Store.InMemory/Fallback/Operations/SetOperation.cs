namespace EmbeddedCache.Stores;

internal readonly struct SetOperation(CacheKey key, long value, TimeSpan life) : IFallbackOperation<bool>
{
    public static bool IsWrite => true;

    public CacheKey Key => key;

    public async ValueTask<bool> CallAsync(ICacheStore primary, CancellationToken cancellationToken)
    {
        await primary.SetAsync(key, value, life, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public void Copy(LocalMemory local, bool result) => local.Set(key, value, life);

    public bool CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        long? known = local.Peek(key);
        local.Set(key, value, life);
        journal.Set(key, value, life, known, isUncertain);
        return true;
    }
}
