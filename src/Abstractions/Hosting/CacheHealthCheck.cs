using EmbeddedCache.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmbeddedCache.Hosting;

/// <summary>Reads a key that is never there, and asks the store how it is. Its answer carries no address and no secret.</summary>
internal sealed class CacheHealthCheck(ICacheStore store, TimeSpan degradedAfter, TimeProvider timeProvider) : IHealthCheck
{
    private static readonly CacheKey Probe = new("embeddedcache:health:", 0, "probe");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["store"] = store.GetType().Name };
        if (store is ICacheStoreStatistics local)
        {
            CacheStoreStatistics statistics = local.GetStatistics();
            data["entries"] = statistics.Entries;
            data["bytes"] = statistics.EstimatedBytes;
        }

        Task<RemoteStoreStatus?> asking = AskServersAsync(cancellationToken);
        long started = timeProvider.GetTimestamp();
        Exception? failure = null;
        try
        {
            await store.GetAsync(Probe, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = exception;
        }

        TimeSpan latency = timeProvider.GetElapsedTime(started);
        data["latency_ms"] = Math.Round(latency.TotalMilliseconds, 3);
        RemoteStoreStatus? servers = await asking.ConfigureAwait(false);
        if (servers is { } status)
        {
            data["nodes"] = status.Nodes;
            data["nodes_up"] = status.NodesUp;
        }

        return Judge(context, failure, latency, servers, data);
    }

    private HealthCheckResult Judge(HealthCheckContext context, Exception? failure, TimeSpan latency, RemoteStoreStatus? servers, Dictionary<string, object> data)
    {
        int nodes = servers?.Nodes ?? 0;
        int up = servers?.NodesUp ?? 0;
        if (failure is not null && (up == 0 || up == nodes))
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The cache store does not answer.", failure, data);
        }

        if (store is IFallbackCacheStore { IsOnFallback: true })
        {
            return HealthCheckResult.Degraded("The cache works in the memory of this process, as its store is away.", failure, data);
        }

        if (up < nodes)
        {
            return HealthCheckResult.Degraded($"{nodes - up} of the cache store's {nodes} servers do not answer.", failure, data);
        }

        return latency > degradedAfter
            ? HealthCheckResult.Degraded($"The cache store answers in more than {degradedAfter.TotalMilliseconds:0.###} ms.", data: data)
            : HealthCheckResult.Healthy("The cache store answers.", data);
    }

    private async Task<RemoteStoreStatus?> AskServersAsync(CancellationToken cancellationToken)
    {
        if (((store as IFallbackCacheStore)?.Primary ?? store) is not IRemoteCacheStore remote)
        {
            return null;
        }

        try
        {
            return await remote.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CacheStoreException)
        {
            // There is no connection: the read says so with its cause.
            return null;
        }
    }
}
