using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
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

    private static readonly RedisCommand<(RedisKey Key, string Space, RedisConnection Connection), RedisValue, long?> Get = new(
        static (database, get) => KeyReads.ReadAsync(database, get.Key, get.Connection.IsGarnet),
        static (value, get) => Integer(value, get.Space));

    private static readonly RedisCommand<(RedisKey[] RedisKeys, IReadOnlyList<CacheKey> Keys, RedisConnection Connection), RedisValue[], IReadOnlyList<long?>> GetMany = new(
        static (database, get) => KeyReads.ReadAsync(database, get.RedisKeys, get.Connection.IsGarnet),
        static (values, get) => Integers(values, get.Keys));

    private static readonly RedisCommand<(RedisKey Key, long Value, Expiration Life), bool, bool> Set = new(
        static (database, set) => database.StringSetAsync(set.Key, set.Value, set.Life),
        static (done, _) => done);

    private static readonly RedisCommand<(RedisKey Key, TimeSpan Life), bool, bool> Expire = new(
        static (database, expire) => database.KeyExpireAsync(expire.Key, expire.Life),
        static (wasThere, _) => wasThere);

    private static readonly RedisCommand<ScriptRun<None>, RedisResult, bool> ExpireOnGarnet = ScriptRun<None>.Command(static (result, _) => (bool)result);

    private static readonly RedisCommand<RedisKey, bool, bool> Delete = new(
        static (database, key) => database.KeyDeleteAsync(key),
        static (wasThere, _) => wasThere);

    private static readonly RedisCommand<ScriptRun<string>, RedisResult, long> Increment = ScriptRun<string>.Command(
        static (result, space) => Integer((RedisValue)result, space) ?? throw new CacheStoreException("Redis gave no answer to an increment."));

    // The client's own call for this does not tell an entry without a time to live from none.
    private static readonly RedisCommand<RedisKey, RedisResult, TimeSpan?> GetTimeToLive = new(
        static (database, key) => database.ExecuteAsync("PTTL", key),
        static (result, _) => (long)result switch
        {
            -2 => null,
            -1 => TimeSpan.MaxValue,
            long milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        });

    private static readonly RedisCommand<ScriptRun<None>, RedisResult, None> SavePath = ScriptRun<None>.Command(static (_, none) => none);

    private static readonly RedisCommand<(RedisKey Key, RedisValue Field), bool, bool> RemovePath = new(
        static (database, remove) => database.HashDeleteAsync(remove.Key, remove.Field),
        static (wasThere, _) => wasThere);

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
    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        _connection.RunAsync(Get, (KeyOf(key), key.Space, _connection), _connection.Call(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<long?>>(cancellationToken);
        }

        if (keys.Count == 0)
        {
            return new(Array.Empty<long?>());
        }

        var redisKeys = new RedisKey[keys.Count];
        for (int i = 0; i < redisKeys.Length; i++)
        {
            redisKeys[i] = KeyOf(keys[i]);
        }

        return _connection.RunAsync(GetMany, (redisKeys, keys, _connection), _connection.Call(keys), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        TimeSpan life = TimeSpan.FromMilliseconds(Milliseconds(timeToLive));
        return _connection.RunToEndAsync(Set, (KeyOf(key), value, new Expiration(life)), _connection.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        long milliseconds = Milliseconds(timeToLive);
        return _connection.IsGarnet
            ? _connection.RunAsync(ExpireOnGarnet, new(RedisScript.Expire, [KeyOf(key)], [milliseconds], default), _connection.Call(key), cancellationToken)
            : _connection.RunAsync(Expire, (KeyOf(key), TimeSpan.FromMilliseconds(milliseconds)), _connection.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        _connection.RunAsync(Delete, KeyOf(key), _connection.Call(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        _connection.RunAsync(
            Increment,
            new(RedisScript.Increment, [KeyOf(key)], [Milliseconds(timeToLive)], key.Space),
            _connection.Call(key, repeatable: false),
            cancellationToken);

    /// <summary>Reads how long an entry of either kind still lives.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>
    /// The time to live in whole milliseconds; null when there is no entry; <see cref="TimeSpan.MaxValue"/> when something else wrote it
    /// without a time to live.
    /// </returns>
    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        _connection.RunAsync(GetTimeToLive, KeyOf(key), _connection.Call(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _layout.FindAsync(KeyOf(key), path, Milliseconds(timeToLive), _connection.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        long milliseconds = Milliseconds(timeToLive);
        string normal = StorePath.Normalize(path);
        if (normal.Length == 0)
        {
            return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;
        }

        RedisValue[] arguments = [_layout.FieldOf(normal), value, milliseconds, _maxPathsPerTrie];
        return _connection.RunToEndAsync(SavePath, new(RedisScript.SavePath, [KeyOf(key)], arguments, default), _connection.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        string normal = StorePath.Normalize(path);
        RedisValue field = _layout.FieldOf(normal.Length == 0 ? PathText.Nowhere : normal);
        return _connection.RunAsync(RemovePath, (KeyOf(key), field), _connection.Call(key), cancellationToken);
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

    private static long?[] Integers(RedisValue[] values, IReadOnlyList<CacheKey> keys)
    {
        var integers = new long?[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            integers[i] = Integer(values[i], keys[i].Space);
        }

        return integers;
    }

    private static long? Integer(RedisValue value, string space)
    {
        if (value.IsNull)
        {
            return null;
        }

        return RedisInteger.TryParse(value, out long integer)
            ? integer
            : throw new CacheStoreException($"A key of the space '{space}' holds a value that is no integer.") { Kind = CacheStoreFailure.Entry };
    }

    // To clear the stack's buffer first would take a third of the time.
    [SkipLocalsInit]
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

        // Bytes are half as many as the characters of a string, and the client would have to make them inside its lock.
        text = text[..(_keyPrefix.Length + length)];
        byte[] whole = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, whole);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return whole;
    }

    // Nothing more to know, or to answer.
    private readonly struct None;
}
