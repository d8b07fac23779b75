using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Stores;

/// <summary>
/// Keeps a keyspace over restarts: reads the snapshot at the start, writes one at every interval and at the end. Whatever goes wrong is
/// logged and counted, and never stops the store.
/// </summary>
internal sealed class Snapshots : IAsyncDisposable
{
    private readonly Keyspace _keyspace;
    private readonly SnapshotContent _content;
    private readonly SnapshotFile _file;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly WeakTimer<Snapshots> _timer;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _foreign;
    private long _failures;

    public Snapshots(InMemoryStoreOptions options, Keyspace keyspace, StoreClock clock, TimeProvider timeProvider, ILogger logger)
    {
        _keyspace = keyspace;
        _content = new SnapshotContent(keyspace, clock, timeProvider);
        _file = new SnapshotFile(options.SnapshotPath!);
        _timeProvider = timeProvider;
        _logger = logger;
        Read(options);
        _timer = new WeakTimer<Snapshots>(this, static snapshots => snapshots.WriteInTurn(), options.SnapshotInterval, timeProvider);
    }

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Writes one, unless one is being written.</summary>
    public void WriteInTurn()
    {
        if (_turn.Wait(0))
        {
            try
            {
                Write();
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Writes the last one, when the keyspace takes nothing in any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
        Write();

        // The turn is never given back: a tick that comes late finds it taken.
        _file.Dispose();
    }

    private void Read(InMemoryStoreOptions options)
    {
        long start = _timeProvider.GetTimestamp();
        try
        {
            if (!TryLock())
            {
                return;
            }

            using FileStream? file = _file.OpenRead();
            if (file is null)
            {
                SnapshotLog.Missing(_logger);
                return;
            }

            long entries = _content.Read(file, options.MaxPathsPerTrie);
            _keyspace.SetMaxEntries(options.MaxEntries);
            double milliseconds = _timeProvider.GetElapsedTime(start).TotalMilliseconds;
            SnapshotLog.Loaded(_logger, entries, milliseconds);
        }
        catch (InvalidDataException exception)
        {
            Reject(exception.Message);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _failures);
            _keyspace.Clear();
            SnapshotLog.NotLoaded(_logger, exception);
        }
    }

    private void Reject(string reason)
    {
        Interlocked.Increment(ref _failures);
        _keyspace.Clear();
        SnapshotLog.Rejected(_logger, reason);
        try
        {
            _file.SetAside();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            SnapshotLog.NotSetAside(_logger, exception);
        }
    }

    private void Write()
    {
        long start = _timeProvider.GetTimestamp();
        try
        {
            if (TryLock())
            {
                long entries = 0;
                _file.Replace(file => entries = _content.Write(file));
                double milliseconds = _timeProvider.GetElapsedTime(start).TotalMilliseconds;
                SnapshotLog.Written(_logger, entries, milliseconds);
            }
        }
        catch (Exception exception)
        {
            // All of them: not every failure of a disk comes as an IOException (a file that is too large is an ArgumentOutOfRangeException),
            // and one that escaped from the timer would end the process.
            Interlocked.Increment(ref _failures);
            SnapshotLog.NotWritten(_logger, exception);
        }
    }

    // Tried again at every turn: in a restart without a gap the former process still writes its last snapshot when the next one begins.
    private bool TryLock()
    {
        try
        {
            _file.Lock();
            _foreign = false;
            return true;
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            Interlocked.Increment(ref _failures);
            if (!_foreign)
            {
                SnapshotLog.InUse(_logger);
            }

            _foreign = true;
            return false;
        }
    }
}
