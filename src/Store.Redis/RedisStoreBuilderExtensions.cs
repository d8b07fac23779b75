using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;

// The namespace of the registrations it continues.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the cache's memory in Redis.</summary>
public static class RedisStoreBuilderExtensions
{
    private static readonly StoreDefinition<RedisStoreOptions> Definition = new()
    {
        Name = "Redis",
        ReadShared = static (settings, options) => options.KeyPrefix = settings.Text(nameof(options.KeyPrefix)) ?? options.KeyPrefix,
        Read = static (settings, options) =>
        {
            options.ConnectionString = settings.Text(nameof(options.ConnectionString)) ?? options.ConnectionString;
            options.KeyPrefix = settings.Text(nameof(options.KeyPrefix)) ?? options.KeyPrefix;
            options.Database = settings.WholeNumber(nameof(options.Database)) ?? options.Database;
            options.OperationTimeout = settings.Time(nameof(options.OperationTimeout)) ?? options.OperationTimeout;
            options.PathLayout = settings.Choice<PathLayout>(nameof(options.PathLayout)) ?? options.PathLayout;
            options.MaxPathsPerTrie = settings.WholeNumber(nameof(options.MaxPathsPerTrie)) ?? options.MaxPathsPerTrie;
        },
        Validator = new RedisStoreOptionsValidator(),
        Create = static (provider, options) => new RedisCacheStore(options, provider.GetService<TimeProvider>()),
        Apply = static (store, options) => ((RedisCacheStore)store).Apply(options),
    };

    /// <summary>Makes the cache use a <see cref="RedisCacheStore"/>, which connects at its first use and is disposed with the host.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="connectionString">A connection string of StackExchange.Redis, for example <c>localhost:6379</c>.</param>
    /// <param name="configure">Sets more of <see cref="RedisStoreOptions"/>; null for its defaults.</param>
    /// <returns>The same builder.</returns>
    public static IEmbeddedCacheBuilder UseRedis(this IEmbeddedCacheBuilder builder, string connectionString, Action<RedisStoreOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        return builder.UseRedis(options =>
        {
            options.ConnectionString = connectionString;
            configure?.Invoke(options);
        });
    }

    /// <summary>Makes the cache use a <see cref="RedisCacheStore"/>, which connects at its first use and is disposed with the host.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="configure">Says where the Redis is, and sets more of <see cref="RedisStoreOptions"/>.</param>
    /// <returns>The same builder.</returns>
    public static IEmbeddedCacheBuilder UseRedis(this IEmbeddedCacheBuilder builder, Action<RedisStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.UseStore(Definition, configure);
        return builder;
    }

    /// <summary>
    /// Lets the configuration choose a <see cref="RedisCacheStore"/> by <c>"Store": "Redis"</c>. Its settings stand in the section <c>Redis</c>.
    /// </summary>
    /// <param name="builder">The cache.</param>
    /// <param name="configure">Sets what the configuration does not; null for nothing.</param>
    /// <returns>The same builder.</returns>
    public static IConfiguredEmbeddedCacheBuilder AddRedis(this IConfiguredEmbeddedCacheBuilder builder, Action<RedisStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddStore(Definition, configure);
        return builder;
    }
}
