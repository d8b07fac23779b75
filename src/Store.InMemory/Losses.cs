namespace EmbeddedCache.Stores;

/// <summary>What a store has given up since it was made. Written where it happens, which is not often, and read by whoever collects metrics.</summary>
internal sealed class Losses
{
    private long _evictedEntries;
    private long _evictedPaths;
    private long _expirations;

    public long EvictedEntries => Interlocked.Read(ref _evictedEntries);

    public long EvictedPaths => Interlocked.Read(ref _evictedPaths);

    public long Expirations => Interlocked.Read(ref _expirations);

    public void CountEvictedEntry() => Interlocked.Increment(ref _evictedEntries);

    public void CountEvictedPath() => Interlocked.Increment(ref _evictedPaths);

    public void CountExpiration() => Interlocked.Increment(ref _expirations);
}
