namespace EmbeddedCache.Stores;

/// <summary>What a store in this process keeps, and what it has given up since it was made.</summary>
/// <param name="Entries">The keys it keeps, expired ones that were not given back yet included.</param>
/// <param name="EstimatedBytes">The memory they take, estimated.</param>
/// <param name="EvictedEntries">Keys that went to stay within the bound on keys.</param>
/// <param name="EvictedPaths">Paths that went to stay within the bound on paths of one trie.</param>
/// <param name="Expirations">Expired keys that were given back.</param>
public readonly record struct CacheStoreStatistics(long Entries, long EstimatedBytes, long EvictedEntries, long EvictedPaths, long Expirations);
