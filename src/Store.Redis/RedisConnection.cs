using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>
/// The way to the server: connects at the first use, bounds every operation, repeats once what a repetition can save, and turns what
/// fails into a <see cref="CacheStoreException"/>.
/// </summary>
/// <remarks>
/// The first command of an operation is a <see cref="RedisOperation{TState, TResult, TAnswer}"/>, which costs next to nothing. When there is no
/// connection yet, or that command was not enough, <see cref="FinishAsync"/> does the rest and need not be cheap. Both end at the operation's
/// deadline, whatever the connection's own timeouts are, and at once when they are cancelled; what was abandoned is observed.
/// </remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    // A server that is loading, or a cluster that elects, is given this long before it is asked again.
    private static readonly TimeSpan NotReadyPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan PrimaryLookInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConnectionSource _source;
    private readonly int _databaseNumber;
    private readonly TimeSpan _timeout;
    private readonly long _timestampsPerTimeout;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private IConnectionMultiplexer? _owned;
    private Task<IDatabase>? _connecting;
    private IDatabase? _database;
    private volatile bool _isGarnet;
    private long _lookedForPrimary;
    private bool _disposed;

    public RedisConnection(RedisStoreOptions options, TimeProvider timeProvider)
    {
        _source = ConnectionSource.From(options);
        _databaseNumber = options.Database;
        _timeout = options.OperationTimeout;
        _timestampsPerTimeout = (long)Math.Ceiling(_timeout.TotalSeconds * timeProvider.TimestampFrequency);
        _timeProvider = timeProvider;
        Clock = OperationClock.For(timeProvider);
    }

    /// <summary>Who ends operations that are late.</summary>
    public OperationClock Clock { get; }

    /// <summary>Whether the server is Garnet, as far as is known: before the first connection nothing is.</summary>
    public bool IsGarnet => _isGarnet;

    /// <summary>What an operation that begins now needs to know.</summary>
    public RedisCall Call(in CacheKey key, bool repeatable = true) => new(new CacheKeys(key), repeatable, Due());

    /// <inheritdoc cref="Call(in CacheKey, bool)"/>
    public RedisCall Call(IReadOnlyList<CacheKey> keys) => new(new CacheKeys(keys), Repeatable: true, Due());

    /// <summary>Runs an operation.</summary>
    public ValueTask<TAnswer> RunAsync<TState, TResult, TAnswer>(
        RedisCommand<TState, TResult, TAnswer> command, in TState state, in RedisCall call, CancellationToken cancellationToken) =>
        Begin(command, state, call, cancellationToken, out Task<TAnswer>? other) is { } operation
            ? new ValueTask<TAnswer>(operation, operation.Version)
            : new ValueTask<TAnswer>(other!);

    /// <summary>Runs an operation whose answer nobody needs.</summary>
    public ValueTask RunToEndAsync<TState, TResult, TAnswer>(
        RedisCommand<TState, TResult, TAnswer> command, in TState state, in RedisCall call, CancellationToken cancellationToken) =>
        Begin(command, state, call, cancellationToken, out Task<TAnswer>? other) is { } operation
            ? new ValueTask(operation, operation.Version)
            : new ValueTask(other!);

    /// <summary>Does what an operation's first command has left to do.</summary>
    /// <param name="command">The operation's.</param>
    /// <param name="state">What it needs to know.</param>
    /// <param name="call">The operation.</param>
    /// <param name="first">The command that failed; null when one is still to be sent.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<TAnswer> FinishAsync<TState, TResult, TAnswer>(
        RedisCommand<TState, TResult, TAnswer> command, TState state, RedisCall call, Task<TResult>? first, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(RedisCacheStore));
        IDatabase? database = Volatile.Read(ref _database);
        try
        {
            database ??= await WaitAsync(ConnectOnceAsync(), call, cancellationToken).ConfigureAwait(false);
            Func<IDatabase, TState, Task<TResult>> send = command.Send;
            for (bool repeated = false; ;)
            {
                try
                {
                    Task<TResult> sent = first ?? send(database, state);
                    first = null;
                    if (command.Read(await WaitAsync(sent, call, cancellationToken).ConfigureAwait(false), ref state, out TAnswer answer))
                    {
                        return answer;
                    }
                }
                catch (Exception exception) when (RedisFault.IsUnknownScript(exception) && send != command.SendAgain)
                {
                    send = command.SendAgain;
                }
                catch (Exception exception) when (!repeated && RedisFault.MayRepeat(exception, call.Repeatable) && Remaining(call) > TimeSpan.Zero && MayFindPrimary(exception))
                {
                    await PrepareToRepeatAsync(database, exception, call, cancellationToken).ConfigureAwait(false);
                    send = command.SendAgain;
                    repeated = true;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (TimeoutException exception) when (database is null && !Volatile.Read(ref _disposed))
        {
            throw RedisFault.NotConnected(_timeout, exception);
        }
        catch (Exception exception)
        {
            throw Failure(exception, call);
        }
    }

    /// <summary>The exception that the caller of an operation sees.</summary>
    public Exception Failure(Exception exception, in RedisCall call) => exception switch
    {
        CacheStoreException => exception,
        _ when Volatile.Read(ref _disposed) => new ObjectDisposedException(typeof(RedisCacheStore).FullName),
        _ => RedisFault.Wrap(exception, call.Keys, _timeout, _source.IsConfigured),
    };

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
    public Task<TResult> WaitAsync<TResult>(Task<TResult> task, CancellationToken cancellationToken) => WaitAsync(task, _timeout, cancellationToken);

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

    private RedisOperation<TState, TResult, TAnswer>? Begin<TState, TResult, TAnswer>(
        RedisCommand<TState, TResult, TAnswer> command, in TState state, in RedisCall call, CancellationToken cancellationToken, out Task<TAnswer>? other)
    {
        IDatabase? database = Volatile.Read(ref _database);
        if (cancellationToken.IsCancellationRequested)
        {
            other = Task.FromCanceled<TAnswer>(cancellationToken);
            return null;
        }

        Task<TResult>? first = null;
        if (database is not null && !Volatile.Read(ref _disposed))
        {
            try
            {
                first = command.Send(database, state);
            }
            catch (Exception exception)
            {
                first = Task.FromException<TResult>(exception);
            }

            if (!first.IsCompleted)
            {
                other = null;
                return RedisOperation<TState, TResult, TAnswer>.Begin(this, command, first, state, call, cancellationToken);
            }
        }

        other = FinishAsync(command, state, call, first, cancellationToken);
        return null;
    }

    // Where there is no primary writes fail at once, but for one now and then, which looks whether there is one again.
    private bool MayFindPrimary(Exception exception)
    {
        if (!RedisFault.IsWithoutPrimary(exception))
        {
            return true;
        }

        long last = Volatile.Read(ref _lookedForPrimary);
        return (last == 0 || _timeProvider.GetElapsedTime(last) > PrimaryLookInterval)
            && Interlocked.CompareExchange(ref _lookedForPrimary, _timeProvider.GetTimestamp(), last) == last;
    }

    private async ValueTask PrepareToRepeatAsync(IDatabase database, Exception exception, RedisCall call, CancellationToken cancellationToken)
    {
        if (RedisFault.IsReadOnly(exception) || RedisFault.IsWithoutPrimary(exception))
        {
            // The primary was demoted: the client asks all servers for their roles again, unless it is about it already.
            while (!await WaitAsync(database.Multiplexer.ConfigureAsync(), call, cancellationToken).ConfigureAwait(false)
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

    private Task<TResult> WaitAsync<TResult>(Task<TResult> task, in RedisCall call, CancellationToken cancellationToken) =>
        WaitAsync(task, Remaining(call), cancellationToken);

    private async Task<TResult> WaitAsync<TResult>(Task<TResult> task, TimeSpan limit, CancellationToken cancellationToken)
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
        if (task.IsCompleted)
        {
            // It may have ended in the moment since it was given up.
            _ = task.Exception;
        }
        else
        {
            _ = task.ContinueWith(
                static abandoned => _ = abandoned.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return false;
    }

    private long Due() => _timeProvider.GetTimestamp() + _timestampsPerTimeout;

    private TimeSpan Remaining(in RedisCall call)
    {
        long now = _timeProvider.GetTimestamp();
        return now < call.Due ? _timeProvider.GetElapsedTime(now, call.Due) : TimeSpan.Zero;
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
