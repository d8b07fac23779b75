namespace EmbeddedCache.Diagnostics;

/// <summary>The names of the cache's metrics and their tags: stable, so that dashboards can rely on them.</summary>
public static class DiagnosticNames
{
    /// <summary>The meter of all metrics.</summary>
    public const string Meter = "EmbeddedCache";

    /// <summary>Counter, unit <c>{failure}</c>, tag <see cref="OperationTag"/>: operations that the store failed.</summary>
    public const string StoreFailures = "embeddedcache.store.failures";

    /// <summary>Which operation: the name of the member of <see cref="IGatewayCache"/> without <c>Async</c>.</summary>
    public const string OperationTag = "embeddedcache.operation";

    /// <summary>Gauge: 1 while the cache works in the memory of this process because its store is away, else 0.</summary>
    public const string FallbackActive = "embeddedcache.fallback.active";

    /// <summary>Gauge, unit <c>{entry}</c>: keys and paths written while the store was away that it is still to be told.</summary>
    public const string FallbackJournal = "embeddedcache.fallback.journal.entries";

    /// <summary>Counter, unit <c>{entry}</c>: keys and paths that the store will never be told, as there were more than the journal holds.</summary>
    public const string FallbackDropped = "embeddedcache.fallback.journal.dropped";

    /// <summary>Counter, unit <c>{entry}</c>, tag <see cref="OutcomeTag"/>: keys and paths of the journal that are done with.</summary>
    public const string FallbackReplayed = "embeddedcache.fallback.journal.replayed";

    /// <summary>
    /// What became of an entry of the journal: <c>told</c> to the store; left out because the store's own is <c>newer</c> or its life
    /// has <c>expired</c>; <c>refused</c> by the store.
    /// </summary>
    public const string OutcomeTag = "embeddedcache.outcome";
}
