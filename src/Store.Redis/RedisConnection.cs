using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>
/// The way to the server: connects at the first use, bounds every operation, repeats once what a repetition can save, and turns what
/// fails into a <see cref="CacheStoreException"/>.
/// </summary>
/// <remarks>
/// How operations are bounded: a connection made from options is told to time commands out itself, so that a call costs neither a
/// timer nor an allocation for it; the client looks at each heartbeat. On a connection that came from elsewhere, and for a repeated
/// command, every wait has its own timer. Cancellation ends the wait at once in either case, and what was abandoned is observed.
/// </remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    // A server that is loading, or a cluster that elects, is given this long before it is asked again.
    private static readonly TimeSpan NotReadyPause = TimeSpan.FromMilliseconds(50);

    private readonly ConnectionSource _source;
    private readonly int _databaseNumber;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private IConnectionMultiplexer? _owned;
    private Task<IDatabase>? _connecting;
    private IDatabase? _database;
    private volatile bool _isGarnet;
    private bool _disposed;

    public RedisConnection(RedisStoreOptions options, TimeProvider timeProvider)
    {
        _source = ConnectionSource.From(options);
        _databaseNumber = options.Database;
        _timeout = options.OperationTimeout;
        _timeProvider = timeProvider;
    }

    /// <summary>Whether the server is Garnet, as far as is known: before the first connection nothing is.</summary>
    public bool IsGarnet => _isGarnet;

    /// <summary>What an operation that begins now needs to know.</summary>
    public RedisCall Call(in CacheKey key, bool repeatable = true) => new(new CacheKeys(key), repeatable, _timeProvider.GetTimestamp());

    /// <inheritdoc cref="Call(in CacheKey, bool)"/>
    public RedisCall Call(IReadOnlyList<CacheKey> keys) => new(new CacheKeys(keys), Repeatable: true, _timeProvider.GetTimestamp());

    /// <summary>Runs a script on one key.</summary>
    public ValueTask<RedisResult> RunAsync(RedisScript script, RedisKey key, RedisValue[] arguments, RedisCall call, CancellationToken cancellationToken) =>
        RunAsync(
            static (database, run) => database.ScriptEvaluateAsync(run.Script.Hash, run.Keys, run.Arguments),
            static (database, run) => database.ScriptEvaluateAsync(run.Script.Text, run.Keys, run.Arguments, CommandFlags.NoScriptCache),
            (Script: script, Keys: new[] { key }, Arguments: arguments),
            call,
            cancellationToken);

    /// <summary>Runs a command.</summary>
    public ValueTask<TResult> RunAsync<TState, TResult>(Func<IDatabase, TState, Task<TResult>> command, TState state, RedisCall call, CancellationToken cancellationToken) =>
        RunAsync(command, command, state, call, cancellationToken);

    /// <summary>The client, connected if need be.</summary>
    public async ValueTask<IConnectionMultiplexer> MultiplexerAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(RedisCacheStore));
        try
        {
            IDatabase database = Volatile.Read(ref _database) ?? await WaitAsync(ConnectOnceAsync(), _timeout, cancellationToken).ConfigureAwait(false);
            return database.Multiplexer;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw RedisFault.NotConnected(_timeout, exception);
        }
    }

    /// <summary>Waits for as long as an operation may take.</summary>
    public ValueTask<TResult> WaitAsync<TResult>(Task<TResult> task, CancellationToken cancellationToken) => WaitAsync(task, _timeout, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        IConnectionMultiplexer? owned;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            Volatile.Write(ref _disposed, true);
            owned = _owned;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        _disposing.Dispose();
        if (owned is not null)
        {
            await owned.DisposeAsync().ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> RunAsync<TState, TResult>(
        Func<IDatabase, TState, Task<TResult>> command,
        Func<IDatabase, TState, Task<TResult>> again,
        TState state,
        RedisCall call,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(RedisCacheStore));
        IDatabase? database = Volatile.Read(ref _database);
        try
        {
            if (Remaining(call) == TimeSpan.Zero)
            {
                // A find in many steps.
                throw new TimeoutException();
            }

            database ??= await WaitAsync(ConnectOnceAsync(), Remaining(call), cancellationToken).ConfigureAwait(false);
            TimeSpan limit = _source.IsConfigured ? Timeout.InfiniteTimeSpan : Remaining(call);
            for (bool repeated = false; ; limit = Remaining(call))
            {
                try
                {
                    return await WaitAsync(command(database, state), limit, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (RedisFault.IsUnknownScript(exception) && command != again)
                {
                    command = again;
                }
                catch (Exception exception) when (!repeated && RedisFault.MayRepeat(exception, call.Repeatable) && Remaining(call) > TimeSpan.Zero)
                {
                    await PrepareToRepeatAsync(database, exception, call, cancellationToken).ConfigureAwait(false);
                    command = again;
                    repeated = true;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (exception is not CacheStoreException)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(RedisCacheStore));
            throw database is null && exception is TimeoutException
                ? RedisFault.NotConnected(_timeout, exception)
                : RedisFault.Wrap(exception, call.Keys, _timeout, _source.IsConfigured);
        }
    }

    private async ValueTask PrepareToRepeatAsync(IDatabase database, Exception exception, RedisCall call, CancellationToken cancellationToken)
    {
        if (RedisFault.IsReadOnly(exception))
        {
            // The primary was demoted: the client asks all servers for their roles again, unless it is about it already.
            while (!await WaitAsync(database.Multiplexer.ConfigureAsync(), Remaining(call), cancellationToken).ConfigureAwait(false)
                && Remaining(call) > TimeSpan.Zero)
            {
                await Task.Delay(NotReadyPause, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (RedisFault.IsNotReady(exception))
        {
            await Task.Delay(NotReadyPause, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> WaitAsync<TResult>(Task<TResult> task, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(limit, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (Observe(task))
        {
            throw;
        }
    }

    // Whatever becomes of it, its exception counts as seen.
    private static bool Observe(Task task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                static abandoned => _ = abandoned.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return false;
    }

    private TimeSpan Remaining(in RedisCall call)
    {
        TimeSpan remaining = _timeout - _timeProvider.GetElapsedTime(call.Started);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    // One connect for all who wait for it; the next use after a failure tries again.
    private Task<IDatabase> ConnectOnceAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(RedisCacheStore));
            if (_connecting is null || _connecting.IsFaulted || _connecting.IsCanceled)
            {
                CancellationToken disposing = _disposing.Token;
                _connecting = Task.Run(() => ConnectAsync(disposing), disposing);
                Observe(_connecting);
            }

            return _connecting;
        }
    }

    private async Task<IDatabase> ConnectAsync(CancellationToken disposing)
    {
        IConnectionMultiplexer multiplexer = await _source.ConnectAsync(disposing).ConfigureAwait(false);
        IDatabase database = multiplexer.GetDatabase(_databaseNumber);
        _isGarnet = multiplexer.GetServers().Any(static server => server.GetProductVariant(out _) == ProductVariant.Garnet);
        bool disposed;
        lock (_gate)
        {
            disposed = _disposed;
            if (!disposed)
            {
                _owned = _source.IsOwned ? multiplexer : null;
                Volatile.Write(ref _database, database);
            }
        }

        if (disposed)
        {
            if (_source.IsOwned)
            {
                await multiplexer.DisposeAsync().ConfigureAwait(false);
            }

            throw new ObjectDisposedException(typeof(RedisCacheStore).FullName);
        }

        return database;
    }
}
