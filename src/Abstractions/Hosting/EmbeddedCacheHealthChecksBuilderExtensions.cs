using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

// The namespace of the interface it extends, as the framework's own registrations do it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Says how the cache is.</summary>
public static class EmbeddedCacheHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the cache. Healthy: its store answers a read. Degraded: it answers slowly, one of several servers does not answer, or a fallback answers in its place. Unhealthy, or
    /// <paramref name="failureStatus"/>: it does not answer. Data: <c>store</c>, <c>latency_ms</c>; <c>entries</c> and <c>bytes</c> of a store in this
    /// process; <c>nodes</c> and <c>nodes_up</c> of one on servers. No address and no secret.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="cacheName">The name of the cache; null for the one without a name.</param>
    /// <param name="name">The name of the check; null for <c>embeddedcache</c>, with the name of the cache behind it when it has one.</param>
    /// <param name="degradedAfter">An answer that takes longer is slow; null for 100 ms.</param>
    /// <param name="failureStatus">What a store that does not answer is; null for unhealthy.</param>
    /// <param name="tags">Tags of the check; null for none.</param>
    /// <param name="timeout">How long the check may take; null for as long as an operation of the store may.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degradedAfter"/> is not positive.</exception>
    public static IHealthChecksBuilder AddEmbeddedCache(
        this IHealthChecksBuilder builder,
        string? cacheName = null,
        string? name = null,
        TimeSpan? degradedAfter = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TimeSpan limit = degradedAfter ?? TimeSpan.FromMilliseconds(100);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(degradedAfter));
        bool isNamed = !string.IsNullOrEmpty(cacheName) && cacheName != Options.Options.DefaultName;
        return builder.Add(new HealthCheckRegistration(
            name ?? (isNamed ? $"embeddedcache:{cacheName}" : "embeddedcache"),
            provider => new CacheHealthCheck(
                isNamed ? provider.GetRequiredKeyedService<ICacheStore>(cacheName) : provider.GetRequiredService<ICacheStore>(),
                limit,
                provider.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus,
            tags,
            timeout));
    }
}
