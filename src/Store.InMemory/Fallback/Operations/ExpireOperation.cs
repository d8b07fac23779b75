namespace EmbeddedCache.Stores;

internal readonly struct ExpireOperation(CacheKey key, TimeSpan life) : IFallbackOperation<bool>
{
    public static bool IsWrite => false;

    public CacheKey Key => key;

    public ValueTask<bool> CallAsync(ICacheStore primary, CancellationToken cancellationToken) => primary.ExpireAsync(key, life, cancellationToken);

    public void Copy(LocalMemory local, bool result)
    {
        if (result)
        {
            local.Expire(key, life);
        }
        else
        {
            local.Delete(key);
        }
    }

    // A renewal finds what was written meanwhile, or nothing.
    public bool IsHarmlessWhenLate(bool result) => result;

    public bool CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        bool renewed = local.Expire(key, life);
        if (renewed)
        {
            journal.Renew(key, life, isUncertain);
        }

        return renewed;
    }
}
