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
}
