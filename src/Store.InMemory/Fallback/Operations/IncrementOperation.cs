namespace EmbeddedCache.Stores;

internal readonly struct IncrementOperation(CacheKey key, TimeSpan life) : IFallbackOperation<long>
{
    public static bool IsWrite => true;

    public CacheKey Key => key;

    public ValueTask<long> CallAsync(ICacheStore primary, CancellationToken cancellationToken) => primary.IncrementAsync(key, life, cancellationToken);

    public void Copy(LocalMemory local, long result) => local.Set(key, result, life);

    public long CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        long value = local.Increment(key, life);
        journal.Increment(key, life, isThere: value > 1, isUncertain);
        return value;
    }
}
