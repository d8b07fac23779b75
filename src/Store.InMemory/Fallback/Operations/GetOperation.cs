namespace EmbeddedCache.Stores;

internal readonly struct GetOperation(CacheKey key) : IFallbackOperation<long?>
{
    public static bool IsWrite => false;

    public CacheKey Key => key;

    public ValueTask<long?> CallAsync(ICacheStore primary, CancellationToken cancellationToken) => primary.GetAsync(key, cancellationToken);

    public void Copy(LocalMemory local, long? result) => local.CopyInteger(key, result);

    public long? CallLocally(LocalMemory local, Journal journal, bool isUncertain) => local.Get(key);
}
