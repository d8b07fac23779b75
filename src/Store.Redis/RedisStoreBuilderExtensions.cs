using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

// The namespace of the registrations it continues.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the cache's memory in Redis.</summary>
public static class RedisStoreBuilderExtensions
{
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
        builder.Services.Configure(configure);
        builder.Services.TryAddSingleton<ICacheStore>(static provider => new RedisCacheStore(
            provider.GetRequiredService<IOptions<RedisStoreOptions>>().Value,
            provider.GetService<TimeProvider>()));
        return builder;
    }
}
