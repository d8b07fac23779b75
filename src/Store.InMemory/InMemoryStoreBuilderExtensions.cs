using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

// The namespace of the registrations it continues.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the cache's memory in this process.</summary>
public static class InMemoryStoreBuilderExtensions
{
    /// <summary>Makes the cache use an <see cref="InMemoryCacheStore"/>, made at the first use and disposed with the host.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="configure">Sets the bounds of the store; null for the defaults of <see cref="InMemoryStoreOptions"/>.</param>
    /// <returns>The same builder.</returns>
    public static IEmbeddedCacheBuilder UseInMemory(this IEmbeddedCacheBuilder builder, Action<InMemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        builder.Services.TryAddSingleton<ICacheStore>(static provider => new InMemoryCacheStore(
            provider.GetRequiredService<IOptions<InMemoryStoreOptions>>().Value,
            provider.GetService<TimeProvider>()));
        return builder;
    }
}
