using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedCache.Stores;

/// <summary>
/// A store in front of another one, the primary, that works on in the memory of this process while the primary is away, and tells it
/// what was written meanwhile when it is back. Any store can be the primary. While the memory of this process works nothing throws,
/// except what the contract says of arguments, cancellation and entries of the wrong kind.
/// </summary>
/// <remarks>
/// <para>
/// An operation that the primary fails is answered from this process at once. After
/// <see cref="LocalFallbackOptions.FailureThreshold"/> failures the primary is left alone: an operation then costs a microsecond or
/// two, not a timeout. Every <see cref="LocalFallbackOptions.ProbeInterval"/> the keys that failed last are read from it; when that
/// works it is told what was written, and when that worked too it serves again. A key of which the primary does not know the last write
/// yet is served only when it was told, and from this process when that fails or takes longer than 50 ms: no caller reads back behind its own write, and no write
/// is lost in between.
/// </para>
/// <para>
/// What the primary is told: the last state of each key, with what is left of its life; what has expired is left out. The newest wins:
/// an integer, a path or a deletion is left out when the primary has another value there than this process knew of, and its entry lives
/// longer than the one from here: which means, where entries of one kind are given one life, that another process has written
/// it later. Increments are added one by one. A renewal renews, and never brings an entry back. Lives are never shortened.
/// </para>
/// <para>
/// Not promised: comparing and writing are two calls, so a write of another process just between them is lost. Where the life
/// of a deleted entry was not known to this process, it is deleted whatever the primary has. A write that the primary failed
/// to answer wins over whatever stands there, as the primary may have carried it out late; an increment of that kind may count twice. What
/// exceeds <see cref="LocalFallbackOptions.MaxJournalEntries"/>, and what is still to be told when the process ends, is lost to the
/// primary. Other processes see what was written here only when the primary is back.
/// </para>
/// </remarks>
public sealed partial class LocalFallbackStore : ICacheStore, IFallbackCacheStore, ICacheStoreStatistics, IAsyncDisposable
{
    private readonly ICacheStore _primary;
    private readonly IAsyncDisposable? _owned;
    private readonly TimeProvider _time;
    private readonly TimeSpan _probeInterval;
    private readonly bool _keepCopies;
    private readonly InMemoryCacheStore _store;
    private readonly LocalMemory _local;
    private readonly Journal _journal;
    private readonly WriteMarks _writes = new();
    private readonly CircuitBreaker _breaker;
    private readonly FallbackDiagnostics _diagnostics;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _disposing = new();

    // Guards the journal, and makes a write to it one with the write to the memory that it belongs to. The state changes under it.
    private readonly Lock _gate = new();
    private readonly Dictionary<CacheKey, Task> _replays = new(CacheKeyText.Comparer);
    private readonly Queue<CacheKey> _failedKeys = new(FailedKeys);
    private volatile FallbackState _state;
    private volatile bool _disposed;
    private Task _telling = Task.CompletedTask;
    private int _isTelling;

    /// <summary>A store in front of another one.</summary>
    /// <param name="primary">The store that is used while it can be. Whoever made it disposes it.</param>
    /// <param name="options">When to leave it and what to keep, read once; null for the defaults of <see cref="LocalFallbackOptions"/>.</param>
    /// <param name="timeProvider">The clock and the timer; null for the system's.</param>
    /// <param name="logger">Where it is logged, once each, that the primary was left and is back; null for nowhere.</param>
    /// <param name="meterFactory">Who makes the meter; null for one of this store's own.</param>
    /// <exception cref="ArgumentNullException"><paramref name="primary"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public LocalFallbackStore(
        ICacheStore primary,
        LocalFallbackOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<LocalFallbackStore>? logger = null,
        IMeterFactory? meterFactory = null)
        : this(primary, ownsPrimary: false, options, timeProvider, logger, meterFactory)
    {
    }

    internal LocalFallbackStore(
        ICacheStore primary,
        bool ownsPrimary,
        LocalFallbackOptions? options,
        TimeProvider? timeProvider,
        ILogger<LocalFallbackStore>? logger,
        IMeterFactory? meterFactory)
    {
        ArgumentNullException.ThrowIfNull(primary);
        options ??= new LocalFallbackOptions();
        options.Validate();

        _primary = primary;
        _owned = ownsPrimary ? primary as IAsyncDisposable : null;
        _time = timeProvider ?? TimeProvider.System;
        _probeInterval = options.ProbeInterval;
        _keepCopies = options.KeepCopies;
        _store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = options.MaxEntries, MaxPathsPerTrie = options.MaxPathsPerTrie }, _time);
        _local = new LocalMemory(_store, options.CopyTimeToLive);
        _journal = new Journal(options.MaxJournalEntries, options.MaxPathsPerTrie, _time);
        _breaker = new CircuitBreaker(options.FailureThreshold);
        _diagnostics = new FallbackDiagnostics(this, logger ?? NullLogger<LocalFallbackStore>.Instance, meterFactory);
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _timer = _time.CreateTimer(static state => ((LocalFallbackStore)state!).TellPrimary(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Where it works now.</summary>
    public FallbackState State => _state;

    /// <inheritdoc/>
    public ICacheStore Primary => _primary;

    /// <inheritdoc/>
    public bool IsOnFallback => _state != FallbackState.Connected;

    /// <summary>How many keys and paths the primary is still to be told.</summary>
    public int JournalEntries => _journal.Count;

    /// <summary>How many keys and paths the primary will never be told, as there were more than the journal holds.</summary>
    public long DroppedEntries => _journal.Dropped;

    /// <summary>The last try to tell the primary what it missed, by the timer; when it ends the next is due.</summary>
    internal Task Telling => _telling;

    /// <summary>What this process keeps: copies, and what was written while the primary was away.</summary>
    public CacheStoreStatistics GetStatistics() => _store.GetStatistics();

    /// <summary>
    /// Stops, and forgets what this process remembered. The primary is left as it is. Calls from then on throw
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task telling;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            telling = _telling;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        await telling.ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        if (_owned is not null)
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }

        if (!_journal.IsEmpty)
        {
            _diagnostics.Lost(_journal.Count);
        }

        _diagnostics.Dispose();
        _disposing.Dispose();
    }

    private async ValueTask<TResult> RunAsync<TOperation, TResult>(TOperation operation, CancellationToken cancellationToken)
        where TOperation : struct, IFallbackOperation<TResult>
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        bool isUncertain = false;
        if (_state == FallbackState.Connected
            && (_journal.IsEmpty || await TellPrimaryFirstAsync(operation.Key, cancellationToken).ConfigureAwait(false)))
        {
            int writes = _writes.Read(operation.Key);
            try
            {
                TResult result = await operation.CallAsync(_primary, cancellationToken).ConfigureAwait(false);
                _breaker.Succeeded();
                Copy(operation, result, writes);
                return result;
            }
            catch (Exception exception) when (IsFailure(exception, cancellationToken))
            {
                isUncertain = true;
                NoteFailure(operation.Key, exception);
            }
        }

        lock (_gate)
        {
            if (TOperation.IsWrite)
            {
                _writes.Written(operation.Key);
            }

            bool wasEmpty = _journal.IsEmpty;
            TResult result = operation.CallLocally(_local, _journal, isUncertain);
            if (wasEmpty && !_journal.IsEmpty)
            {
                SetTimer();
            }

            return result;
        }
    }

    private void Copy<TOperation, TResult>(in TOperation operation, TResult result, int writes)
        where TOperation : struct, IFallbackOperation<TResult>
    {
        if (!_keepCopies)
        {
            return;
        }

        lock (_gate)
        {
            // What was written here meanwhile is newer, and so is what the primary took while it answered a read.
            bool isNewerHere = !_journal.IsEmpty && (TOperation.IsWrite ? _journal.HasWritten(operation.Key, operation.Path) : _journal.Contains(operation.Key));
            if (!_disposed && !isNewerHere && (TOperation.IsWrite || writes == _writes.Read(operation.Key) || operation.IsHarmlessWhenLate(result)))
            {
                operation.Copy(_local, result);
            }

            if (TOperation.IsWrite)
            {
                _writes.Written(operation.Key);
            }
        }
    }

    // Under the gate.
    private bool IsInJournal(in CacheKey key) => !_journal.IsEmpty && _journal.Contains(key);

    private void NoteFailure(in CacheKey key, Exception exception)
    {
        lock (_gate)
        {
            if (_failedKeys.Count == FailedKeys)
            {
                _failedKeys.Dequeue();
            }

            _failedKeys.Enqueue(key);
            if (_state == FallbackState.Connected && _breaker.Failed())
            {
                _state = FallbackState.Away;
                SetTimer();
                _diagnostics.Left(exception);
            }
        }
    }

    // Not failures: the caller's own cancellation and mistakes, and what another store would answer as well.
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        CacheStoreException store => store.Kind != CacheStoreFailure.Entry,
        ObjectDisposedException or ArgumentException => false,
        _ => true,
    };
}
