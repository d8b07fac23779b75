namespace EmbeddedCache.Stores;

/// <summary>A store that knows what it keeps without asking a server. Metrics and the health check show it. Optional for a store.</summary>
public interface ICacheStoreStatistics
{
    /// <summary>What the store keeps and has given up. Called whenever somebody collects metrics: it may look at every entry, but stops nobody for long.</summary>
    CacheStoreStatistics GetStatistics();
}
