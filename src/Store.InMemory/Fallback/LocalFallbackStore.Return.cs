namespace EmbeddedCache.Stores;

/// <content>The way back: the primary is tried, told what it missed, and used again.</content>
public sealed partial class LocalFallbackStore
{
    // How many of the keys that failed last are asked for: in a cluster they lie on more than one server.
    private const int FailedKeys = 8;

    // How often a call has the primary told of its key before it is answered here; others may write it meanwhile.
    private const int TriesToTell = 3;

    // How long a call waits for that. The telling takes a few round trips and the call itself one more: on a slow way it would take several
    // times as long as the primary may.
    private static readonly TimeSpan LongestTelling = TimeSpan.FromMilliseconds(50);

    // How many keys the primary is told of at once: enough to fill a connection, and little beside the traffic that is to come.
    private const int KeysAtOnce = 32;

    // Under the gate.
    private void SetTimer()
    {
        if (!_disposed)
        {
            _timer.Change(_probeInterval, Timeout.InfiniteTimeSpan);
        }
    }

    // One at a time.
    private void TellPrimary()
    {
        lock (_gate)
        {
            if (!_disposed && Interlocked.Exchange(ref _isTelling, 1) == 0)
            {
                _telling = Task.Run(TellPrimaryAsync);
            }
        }
    }

    private async Task TellPrimaryAsync()
    {
        try
        {
            lock (_gate)
            {
                if (_state == FallbackState.Away)
                {
                    _state = FallbackState.Returning;
                }
            }

            await ProbeAsync().ConfigureAwait(false);
            do
            {
                await ReplayAsync().ConfigureAwait(false);
                Returned();
            }
            while (!_journal.IsEmpty && !_disposed);
        }
        catch (Exception exception)
        {
            // Whatever it was, it is logged, and the next try is due.
            StillAway(exception);
        }
        finally
        {
            lock (_gate)
            {
                Volatile.Write(ref _isTelling, 0);
                if (_state != FallbackState.Connected || !_journal.IsEmpty)
                {
                    SetTimer();
                }
            }
        }
    }

    private async Task ProbeAsync()
    {
        CacheKey[] keys;
        lock (_gate)
        {
            keys = [.. _failedKeys];
        }

        foreach (CacheKey key in keys)
        {
            try
            {
                await _primary.GetTimeToLiveAsync(key, _disposing.Token).ConfigureAwait(false);
            }
            catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
            {
                // The store is well.
            }
        }
    }

    // What is there now; what comes in meanwhile is for the next time.
    private async Task ReplayAsync()
    {
        CacheKey[] keys;
        lock (_gate)
        {
            keys = _journal.Keys();
        }

        int next = -1;
        Exception? failure = null;
        async Task TellAsync()
        {
            while (Volatile.Read(ref failure) is null && !_disposed && Interlocked.Increment(ref next) is int mine && mine < keys.Length)
            {
                try
                {
                    await ReplayOnceAsync(keys[mine]).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref failure, exception, null);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(KeysAtOnce, keys.Length)).Select(_ => TellAsync())).ConfigureAwait(false);
        if (failure is not null)
        {
            throw failure;
        }
    }

    // Whether the primary knows of all that was written under a key and can be asked; it is told now when it does not, if that goes fast.
    private async ValueTask<bool> TellPrimaryFirstAsync(CacheKey key, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        for (int tries = 0; tries < TriesToTell; tries++)
        {
            lock (_gate)
            {
                if (!IsInJournal(key))
                {
                    return _state == FallbackState.Connected;
                }
            }

            Task replay = ReplayOnceAsync(key);
            TimeSpan left = LongestTelling - _time.GetElapsedTime(start);
            await replay.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!replay.IsCompleted)
            {
                return false;
            }

            try
            {
                await replay.ConfigureAwait(false);
            }
            catch (Exception exception) when (IsFailure(exception, cancellationToken))
            {
                NoteFailure(key, exception);
                return false;
            }
        }

        return false;
    }

    // All who want a key told wait for the same telling.
    private Task ReplayOnceAsync(CacheKey key)
    {
        lock (_gate)
        {
            if (!_replays.TryGetValue(key, out Task? replay) || replay.IsCompleted)
            {
                replay = Task.Run(() => ReplayAsync(key));
                _replays[key] = replay;
                _ = replay.ContinueWith(
                    ended =>
                    {
                        // Seen by those who wait for it; there may be none any more.
                        _ = ended.Exception;
                        lock (_gate)
                        {
                            if (_replays.TryGetValue(key, out Task? last) && last == ended)
                            {
                                _replays.Remove(key);
                            }
                        }
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            return replay;
        }
    }

    private async Task ReplayAsync(CacheKey key)
    {
        JournalEntry? entry;
        lock (_gate)
        {
            entry = _journal.Read(key);
        }

        if (entry is null)
        {
            return;
        }

        var replay = new Replay(_primary, _time, entry);
        bool isWhole = false;
        try
        {
            await replay.RunAsync(_disposing.Token).ConfigureAwait(false);
            isWhole = true;
            _diagnostics.Replayed(replay.Outcome, entry.Size);
        }
        catch (Exception exception) when (exception is ArgumentException or CacheStoreException { Kind: CacheStoreFailure.Entry })
        {
            // The primary holds another kind of entry there by now, or does not take this one, and never will.
            isWhole = true;
            _diagnostics.Replayed(ReplayOutcome.Refused, entry.Size);
        }
        finally
        {
            lock (_gate)
            {
                _journal.Settle(entry, replay.Increments, isWhole, isUncertain: !isWhole && replay.HasWritten);
            }
        }
    }

    private void Returned()
    {
        lock (_gate)
        {
            _breaker.Reset();
            _failedKeys.Clear();
            if (_state != FallbackState.Connected)
            {
                _state = FallbackState.Connected;
                _diagnostics.Returned();
            }
        }
    }

    private void StillAway(Exception exception)
    {
        lock (_gate)
        {
            if (_state == FallbackState.Returning)
            {
                _state = FallbackState.Away;
                _diagnostics.StillAway(exception);
            }
            else if (_state == FallbackState.Connected && !_disposed && _breaker.Failed())
            {
                _state = FallbackState.Away;
                _diagnostics.Left(exception);
            }
        }
    }
}
