using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;

// The namespace of the registrations it continues.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the cache's memory in this process.</summary>
public static class InMemoryStoreBuilderExtensions
{
    private static readonly StoreDefinition<InMemoryStoreOptions> Definition = new()
    {
        Name = "InMemory",
        Read = static (settings, options) =>
        {
            options.MaxEntries = settings.WholeNumber(nameof(options.MaxEntries)) ?? options.MaxEntries;
            options.MaxPathsPerTrie = settings.WholeNumber(nameof(options.MaxPathsPerTrie)) ?? options.MaxPathsPerTrie;
            options.SnapshotPath = settings.Text(nameof(options.SnapshotPath)) ?? options.SnapshotPath;
            options.SnapshotInterval = settings.Time(nameof(options.SnapshotInterval)) ?? options.SnapshotInterval;
        },
        Validator = new InMemoryStoreOptionsValidator(),
        Create = static (provider, options) => new InMemoryCacheStore(
            options, provider.GetService<TimeProvider>(), provider.GetService<ILogger<InMemoryCacheStore>>()),
        Apply = static (store, options) => ((InMemoryCacheStore)store).Apply(options),
    };

    /// <summary>Makes the cache use an <see cref="InMemoryCacheStore"/>, made at the first use and disposed with the host.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="configure">Sets the bounds of the store; null for the defaults of <see cref="InMemoryStoreOptions"/>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The cache has another store already.</exception>
    public static IEmbeddedCacheBuilder UseInMemory(this IEmbeddedCacheBuilder builder, Action<InMemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseStore(Definition, configure);
        return builder;
    }

    /// <summary>
    /// Lets the configuration choose an <see cref="InMemoryCacheStore"/> by <c>"Store": "InMemory"</c>. Its settings stand in the section
    /// <c>InMemory</c>.
    /// </summary>
    /// <param name="builder">The cache.</param>
    /// <param name="configure">Sets what the configuration does not; null for nothing.</param>
    /// <returns>The same builder.</returns>
    public static IConfiguredEmbeddedCacheBuilder AddInMemory(this IConfiguredEmbeddedCacheBuilder builder, Action<InMemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddStore(Definition, configure);
        return builder;
    }
}
