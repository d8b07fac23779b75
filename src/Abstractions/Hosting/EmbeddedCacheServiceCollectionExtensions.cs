using System.Diagnostics.Metrics;
using EmbeddedCache;
using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// The namespace of the interface it extends, as the framework's own registrations do it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the cache with a host.</summary>
public static class EmbeddedCacheServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="IGatewayCache"/> for the host; the builder's <c>UseX</c> says which store it keeps its memory in. The
    /// host's <see cref="TimeProvider"/>, logging and meters are used where it has them.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the defaults of the cache; null for the defaults of <see cref="GatewayCacheOptions"/>.</param>
    /// <returns>What the stores' <c>UseX</c> extend.</returns>
    public static IEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services, Action<GatewayCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton<IGatewayCache>(static provider => new GatewayCache(
            provider.GetService<ICacheStore>() ?? throw new InvalidOperationException("The cache has no store: say UseInMemory() or UseRedis(...) after AddEmbeddedCache()."),
            provider.GetRequiredService<IOptions<GatewayCacheOptions>>().Value,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<GatewayCache>>(),
            provider.GetService<IMeterFactory>()));
        return new EmbeddedCacheBuilder(services);
    }

    private sealed class EmbeddedCacheBuilder(IServiceCollection services) : IEmbeddedCacheBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
