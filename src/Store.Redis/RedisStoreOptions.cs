using EmbeddedCache.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>
/// Where the Redis of a <see cref="RedisCacheStore"/> is and how it is used. Exactly one of <see cref="ConnectionString"/>,
/// <see cref="ConfigurationOptions"/>, <see cref="ConnectionMultiplexer"/> and <see cref="ConnectionMultiplexerFactory"/> is set.
/// The options are read once, when the store is made, and never changed.
/// </summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// A connection string of StackExchange.Redis, for example <c>localhost:6379</c> or
    /// <c>redis-1:6380,redis-2:6380,user=gateway,password=...,ssl=true</c>. The store connects at its first use and owns the connection.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The same as an object: Sentinel, TLS, ACL users and the rest. A copy is used, in which the store sets the command timeouts to
    /// <see cref="OperationTimeout"/>, the heartbeat to a quarter of it (at most 250 ms), and keys out of error texts.
    /// </summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>The host's own connection. The store uses it and never disposes it.</summary>
    public IConnectionMultiplexer? ConnectionMultiplexer { get; set; }

    /// <summary>
    /// Makes a connection, at the first use of the store and again at the next use when that failed. The store owns and disposes what
    /// it returns: to share a connection, set <see cref="ConnectionMultiplexer"/>. The token is cancelled when the store is disposed.
    /// </summary>
    public Func<CancellationToken, Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>What stands in front of every key text. Empty by default, which is what sub2api gateways expect.</summary>
    public string KeyPrefix { get; set; } = string.Empty;

    /// <summary>The number of the database, from 0 on; -1, the default, for the one that the connection names. A cluster has only 0.</summary>
    [AllowedInteger(-1)]
    public int Database { get; set; } = -1;

    /// <summary>
    /// How long an operation may take before it fails: more than zero, a day at most, by default 1 s. It bounds connecting, waiting for a lost
    /// connection and a repeated command together, on the host's own connection too. A failure is up to 20 ms late, more on a busy machine.
    /// </summary>
    [AllowedTime(MaximumSeconds = 24 * 60 * 60)]
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How path tries lie in Redis; by default <see cref="PathLayout.Hashed"/>. <see cref="PathLayout.FullPath"/> is for a Redis that sub2api's
    /// gateways share.
    /// </summary>
    public PathLayout PathLayout { get; set; } = PathLayout.Hashed;

    /// <summary>
    /// How many paths one trie keeps. At least 1; by default 8,192. Past it other paths go at random, and the one just saved stays. A
    /// lost path falls back to a shorter one of the same conversation.
    /// </summary>
    [AllowedInteger(1)]
    public int MaxPathsPerTrie { get; set; } = 8_192;

    internal void Validate()
    {
        if (RedisStoreOptionsValidator.FaultOfConnection(name: null, this) is { } fault)
        {
            throw new ArgumentException(fault, "options");
        }

        ValidateOptionsResult result = new RedisStoreOptionsValidator().Validate(name: null, this);
        if (result.Failed)
        {
            throw new ArgumentOutOfRangeException("options", result.FailureMessage);
        }
    }
}
