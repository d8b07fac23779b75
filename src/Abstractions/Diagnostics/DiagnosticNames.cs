namespace EmbeddedCache.Diagnostics;

/// <summary>
/// The names of the cache's metrics, activities and tags: stable, so that dashboards can rely on them. What each says, and the ids of the log
/// events, stands in docs/observability.md.
/// </summary>
public static class DiagnosticNames
{
    /// <summary>The meter of all metrics.</summary>
    public const string Meter = "EmbeddedCache";

    /// <summary>The source of all activities.</summary>
    public const string ActivitySource = "EmbeddedCache";

    /// <summary>Counter, <c>{request}</c>; tags <see cref="OperationTag"/>, <see cref="OutcomeTag"/>: what the gateway asked the cache.</summary>
    public const string Requests = "embeddedcache.requests";

    /// <summary>Histogram, <c>s</c>; tags <see cref="OperationTag"/>, <see cref="OutcomeTag"/>: how long it took.</summary>
    public const string RequestDuration = "embeddedcache.request.duration";

    /// <summary>Histogram, <c>{segment}</c>: how many segments of a chain a find matched, 0 for a miss.</summary>
    public const string FindMatchedSegments = "embeddedcache.find.matched_segments";

    /// <summary>Histogram, <c>1</c>: which share of a chain a find matched, from 0 (a miss) to 1 (all of it).</summary>
    public const string FindMatchedShare = "embeddedcache.find.matched_share";

    /// <summary>Counter, <c>{failure}</c>; tags <see cref="OperationTag"/>, <see cref="FailureKindTag"/>: operations that the store failed.</summary>
    public const string StoreFailures = "embeddedcache.store.failures";

    /// <summary>Gauge, <c>{entry}</c>: the keys that a store in this process keeps.</summary>
    public const string StoreEntries = "embeddedcache.store.entries";

    /// <summary>Gauge, <c>By</c>: the memory that a store in this process takes, estimated.</summary>
    public const string StoreBytes = "embeddedcache.store.bytes";

    /// <summary>Counter, <c>{eviction}</c>; tag <see cref="EvictionReasonTag"/>: what a store in this process gave up to stay within its bounds.</summary>
    public const string StoreEvictions = "embeddedcache.store.evictions";

    /// <summary>Counter, <c>{entry}</c>: expired entries that a store in this process gave back.</summary>
    public const string StoreExpirations = "embeddedcache.store.expirations";

    /// <summary>Gauge: 1 while the cache works in the memory of this process because its store is away, else 0.</summary>
    public const string FallbackActive = "embeddedcache.fallback.active";

    /// <summary>Gauge, unit <c>{entry}</c>: keys and paths written while the store was away that it is still to be told.</summary>
    public const string FallbackJournal = "embeddedcache.fallback.journal.entries";

    /// <summary>Counter, unit <c>{entry}</c>: keys and paths that the store will never be told, as there were more than the journal holds.</summary>
    public const string FallbackDropped = "embeddedcache.fallback.journal.dropped";

    /// <summary>Counter, unit <c>{entry}</c>, tag <see cref="OutcomeTag"/>: keys and paths of the journal that are done with.</summary>
    public const string FallbackReplayed = "embeddedcache.fallback.journal.replayed";

    /// <summary>The name of the cache. Only on caches that have one.</summary>
    public const string CacheTag = "embeddedcache.cache";

    /// <summary>Which operation: the name of the member of <see cref="IGatewayCache"/> without <c>Async</c>.</summary>
    public const string OperationTag = "embeddedcache.operation";

    /// <summary>
    /// Of a request: <c>hit</c>, <c>miss</c>, <c>ok</c> for what cannot miss, or <c>error</c>. Of an entry of the journal: <c>told</c> to the store; left
    /// out because the store's own is <c>newer</c> or its life has <c>expired</c>; <c>refused</c> by the store.
    /// </summary>
    public const string OutcomeTag = "embeddedcache.outcome";

    /// <summary>Why the store failed: <c>timeout</c>, <c>unreachable</c>, <c>refused</c>, <c>entry</c> or <c>other</c>; see <see cref="Stores.CacheStoreFailure"/>.</summary>
    public const string FailureKindTag = "error.type";

    /// <summary>Which bound: <c>max_entries</c> or <c>max_paths_per_trie</c>.</summary>
    public const string EvictionReasonTag = "embeddedcache.reason";

    /// <summary>On activities: what the store is, for example <c>redis</c>.</summary>
    public const string SystemTag = "db.system.name";
}
