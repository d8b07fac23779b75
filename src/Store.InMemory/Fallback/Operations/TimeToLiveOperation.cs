namespace EmbeddedCache.Stores;

internal readonly struct TimeToLiveOperation(CacheKey key) : IFallbackOperation<TimeSpan?>
{
    public static bool IsWrite => false;

    public CacheKey Key => key;

    public ValueTask<TimeSpan?> CallAsync(ICacheStore primary, CancellationToken cancellationToken) => primary.GetTimeToLiveAsync(key, cancellationToken);

    public void Copy(LocalMemory local, TimeSpan? result)
    {
        if (result is null)
        {
            local.Delete(key);
        }
    }

    public TimeSpan? CallLocally(LocalMemory local, Journal journal, bool isUncertain) => local.GetTimeToLive(key);
}
