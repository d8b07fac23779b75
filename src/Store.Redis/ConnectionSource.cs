using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>Where a connection comes from, and what may be relied upon then.</summary>
internal abstract class ConnectionSource
{
    /// <summary>Whether the store disposes the connection.</summary>
    public abstract bool IsOwned { get; }

    /// <summary>
    /// Whether the connection was set up here: it ends commands itself that take longer than the store's operations may, and its error
    /// texts name no keys.
    /// </summary>
    public abstract bool IsConfigured { get; }

    public static ConnectionSource From(RedisStoreOptions options)
    {
        if (options.ConnectionMultiplexer is { } multiplexer)
        {
            return new ForeignConnectionSource(_ => Task.FromResult(multiplexer), isOwned: false);
        }

        return options.ConnectionMultiplexerFactory is { } factory
            ? new ForeignConnectionSource(factory, isOwned: true)
            : new ConfiguredConnectionSource(options);
    }

    /// <summary>Makes a connection. One call at a time.</summary>
    public abstract Task<IConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken);
}
