using System.Buffers;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>
/// A store in Redis 7, Valkey, Garnet or a Redis Cluster, shared by all gateways on it. Keys, values and times to live are what sub2api
/// gateways read and write, as long as <see cref="RedisStoreOptions.PathLayout"/> is <see cref="PathLayout.FullPath"/> and there is
/// no <see cref="RedisStoreOptions.KeyPrefix"/>. Every operation is one round trip.
/// </summary>
/// <remarks>
/// <para>
/// A find that misses its last candidates and has hundreds of them may take more round trips, longest candidates first, each of which
/// holds the server for less than 5 ms: see <see cref="PathLayout"/> for what the layouts cost.
/// </para>
/// <para>
/// A flushed script, a server that was restarted and a failover are survived: a command that was refused for now or lost with its
/// connection is sent once more, within <see cref="RedisStoreOptions.OperationTimeout"/>. An increment is sent once more only when it
/// was not executed for sure: it fails rather than counts twice. After a lost connection the answer of a delete or removal is that of its
/// second try.
/// </para>
/// <para>
/// A store that fails throws <see cref="CacheStoreException"/>, whose message and cause name no key, password or connection string. A call that
/// was cancelled or timed out stops waiting, though the server may still do what it was asked.
/// </para>
/// </remarks>
public sealed class RedisCacheStore : ICacheStore, IRemoteCacheStore, IAsyncDisposable
{
    private const int KeyCharsOnStack = 256;

    // More than any cache needs, and little enough that every server can add it to its clock.
    private const long LongestLife = 1_000L * 365 * 24 * 60 * 60 * 1_000;

    private readonly RedisConnection _connection;
    private readonly IPathLayout _layout;
    private readonly string _keyPrefix;
    private volatile int _maxPathsPerTrie;

    // What cannot change while the store is in use.
    private readonly (string? ConnectionString, string KeyPrefix, int Database, TimeSpan OperationTimeout, PathLayout PathLayout) _started;

    /// <summary>A store that connects at its first use.</summary>
    /// <param name="options">Where its Redis is and how it is used; read once.</param>
    /// <param name="timeProvider">The clock of its timeouts; null for the system's. Times to live are counted by the server.</param>
    /// <exception cref="ArgumentException">Not exactly one way to the server is set, or the connection string cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public RedisCacheStore(RedisStoreOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        _connection = new RedisConnection(options, timeProvider ?? TimeProvider.System);
        _layout = options.PathLayout == PathLayout.Hashed ? new HashedPathLayout(_connection) : new FullPathLayout(_connection);
        _keyPrefix = options.KeyPrefix;
        _maxPathsPerTrie = options.MaxPathsPerTrie;
        _started = (options.ConnectionString, options.KeyPrefix, options.Database, options.OperationTimeout, options.PathLayout);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        RedisValue value = await _connection.RunAsync(
            static (database, read) => KeyReads.ReadAsync(database, read.Key, read.Connection.IsGarnet),
            (Key: KeyOf(key), Connection: _connection),
            _connection.Call(key),
            cancellationToken).ConfigureAwait(false);
        return Integer(value, key);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        if (keys.Count == 0)
        {
            return [];
        }

        var redisKeys = new RedisKey[keys.Count];
        for (int i = 0; i < redisKeys.Length; i++)
        {
            redisKeys[i] = KeyOf(keys[i]);
        }

        RedisValue[] values = await _connection.RunAsync(
            static (database, read) => KeyReads.ReadAsync(database, read.Keys, read.Connection.IsGarnet),
            (Keys: redisKeys, Connection: _connection),
            _connection.Call(keys),
            cancellationToken).ConfigureAwait(false);
        var integers = new long?[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            integers[i] = Integer(values[i], keys[i]);
        }

        return integers;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        TimeSpan life = TimeSpan.FromMilliseconds(Milliseconds(timeToLive));
        await _connection.RunAsync(
            static (database, set) => database.StringSetAsync(set.Key, set.Value, set.Life),
            (Key: KeyOf(key), Value: (RedisValue)value, Life: new Expiration(life)),
            _connection.Call(key),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        long milliseconds = Milliseconds(timeToLive);
        if (_connection.IsGarnet)
        {
            return (bool)await _connection.RunAsync(RedisScript.Expire, KeyOf(key), [milliseconds], _connection.Call(key), cancellationToken).ConfigureAwait(false);
        }

        return await _connection.RunAsync(
            static (database, expire) => database.KeyExpireAsync(expire.Key, expire.Life),
            (Key: KeyOf(key), Life: TimeSpan.FromMilliseconds(milliseconds)),
            _connection.Call(key),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        await _connection.RunAsync(
            static (database, redisKey) => database.KeyDeleteAsync(redisKey),
            KeyOf(key),
            _connection.Call(key),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        RedisValue[] arguments = [Milliseconds(timeToLive)];
        RedisResult result = await _connection.RunAsync(
            RedisScript.Increment,
            KeyOf(key),
            arguments,
            _connection.Call(key, repeatable: false),
            cancellationToken).ConfigureAwait(false);
        return Integer((RedisValue)result, key) ?? throw new CacheStoreException("Redis gave no answer to an increment.");
    }

    /// <summary>Reads how long an entry of either kind still lives.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>
    /// The time to live in whole milliseconds; null when there is no entry; <see cref="TimeSpan.MaxValue"/> when something else wrote it
    /// without a time to live.
    /// </returns>
    public async ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        // The client's own call for this does not tell an entry without a time to live from none.
        RedisResult result = await _connection.RunAsync(
            static (database, redisKey) => database.ExecuteAsync("PTTL", redisKey),
            KeyOf(key),
            _connection.Call(key),
            cancellationToken).ConfigureAwait(false);
        return (long)result switch
        {
            -2 => null,
            -1 => TimeSpan.MaxValue,
            long milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        };
    }

    /// <inheritdoc/>
    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _layout.FindAsync(KeyOf(key), path, Milliseconds(timeToLive), _connection.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        long milliseconds = Milliseconds(timeToLive);
        cancellationToken.ThrowIfCancellationRequested();

        string normal = StorePath.Normalize(path);
        if (normal.Length == 0)
        {
            return;
        }

        RedisValue[] arguments = [_layout.FieldOf(normal), value, milliseconds, _maxPathsPerTrie];
        await _connection.RunAsync(RedisScript.SavePath, KeyOf(key), arguments, _connection.Call(key), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        string normal = StorePath.Normalize(path);
        return await _connection.RunAsync(
            static (database, remove) => database.HashDeleteAsync(remove.Key, remove.Field),
            (Key: KeyOf(key), Field: _layout.FieldOf(normal.Length == 0 ? PathText.Nowhere : normal)),
            _connection.Call(key),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public string SystemName => "redis";

    /// <summary>Sends a PING to every server that the connection knows, replicas included.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>How many there are, how many answered within <see cref="RedisStoreOptions.OperationTimeout"/>, and how long the slowest of these took.</returns>
    /// <exception cref="CacheStoreException">There was no connection yet, and none could be made.</exception>
    public ValueTask<RemoteStoreStatus> ProbeAsync(CancellationToken cancellationToken = default) => RedisProbe.RunAsync(_connection, cancellationToken);

    /// <summary>
    /// Closes the connection when the store made it, or its factory did; the host's own stays open. Calls from then on throw
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Whole milliseconds, rounded up.
    private static long Milliseconds(TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);
        return Math.Min(((timeToLive.Ticks - 1) / TimeSpan.TicksPerMillisecond) + 1, LongestLife);
    }

    /// <summary>Uses another bound from now on, and says which other settings differ from those it was made with.</summary>
    internal IReadOnlyList<string> Apply(RedisStoreOptions options)
    {
        _maxPathsPerTrie = options.MaxPathsPerTrie;
        (string Name, bool Differs)[] fixedSettings =
        [
            (nameof(options.ConnectionString), options.ConnectionString != _started.ConnectionString),
            (nameof(options.KeyPrefix), options.KeyPrefix != _started.KeyPrefix),
            (nameof(options.Database), options.Database != _started.Database),
            (nameof(options.OperationTimeout), options.OperationTimeout != _started.OperationTimeout),
            (nameof(options.PathLayout), options.PathLayout != _started.PathLayout),
        ];
        return [.. fixedSettings.Where(static setting => setting.Differs).Select(static setting => setting.Name)];
    }

    private static long? Integer(RedisValue value, in CacheKey key)
    {
        if (value.IsNull)
        {
            return null;
        }

        return RedisInteger.TryParse(value, out long integer)
            ? integer
            : throw new CacheStoreException($"A key of the space '{key.Space}' holds a value that is no integer.") { Kind = CacheStoreFailure.Entry };
    }

    private RedisKey KeyOf(in CacheKey key)
    {
        if (key.Space is null || key.Name is null)
        {
            throw new ArgumentException("The space and the name of a key are not null.", nameof(key));
        }

        int room = _keyPrefix.Length + key.MaxLength;
        char[]? rented = null;
        Span<char> text = room <= KeyCharsOnStack ? stackalloc char[KeyCharsOnStack] : rented = ArrayPool<char>.Shared.Rent(room);
        _keyPrefix.CopyTo(text);
        key.TryFormat(text[_keyPrefix.Length..], out int length);
        string whole = new(text[..(_keyPrefix.Length + length)]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return whole;
    }
}
