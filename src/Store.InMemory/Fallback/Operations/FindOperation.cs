namespace EmbeddedCache.Stores;

internal readonly struct FindOperation(CacheKey key, string path, TimeSpan life) : IFallbackOperation<PathMatch?>
{
    public static bool IsWrite => false;

    public CacheKey Key => key;

    public ValueTask<PathMatch?> CallAsync(ICacheStore primary, CancellationToken cancellationToken) =>
        primary.FindLongestPrefixAsync(key, path, life, cancellationToken);

    // Most finds match what this process saved itself; then looking it up renews it, and nothing is written.
    public void Copy(LocalMemory local, PathMatch? result)
    {
        if (result is { } match && !IsKnown(local, match))
        {
            local.CopyPath(key, path[..match.Length], match.Value, life);
        }
    }

    public PathMatch? CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        PathMatch? match = local.Find(key, path, life);
        if (match is not null)
        {
            journal.Renew(key, life, isUncertain);
        }

        return match;
    }

    private bool IsKnown(LocalMemory local, PathMatch match)
    {
        try
        {
            return local.Find(key, path, life) == match;
        }
        catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
        {
            return false;
        }
    }
}
