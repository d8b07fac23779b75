namespace EmbeddedCache.Stores;

/// <summary>
/// The timer that takes expired entries out, also when nobody comes by. It holds its keyspace weakly: a store that was dropped without
/// being disposed is collected all the same, and its timer stops at the next tick.
/// </summary>
internal sealed class Sweeper : IAsyncDisposable
{
    private readonly WeakReference<Keyspace> _keyspace;
    private readonly ITimer _timer;
    private int _sweeping;

    public Sweeper(Keyspace keyspace, TimeProvider timeProvider)
    {
        _keyspace = new WeakReference<Keyspace>(keyspace);
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _timer = timeProvider.CreateTimer(static state => ((Sweeper)state!).Tick(), this, Keyspace.SweepInterval, Keyspace.SweepInterval);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        if (!_keyspace.TryGetTarget(out Keyspace? keyspace))
        {
            _timer.Dispose();
        }
        else if (Interlocked.Exchange(ref _sweeping, 1) == 0)
        {
            try
            {
                keyspace.Sweep();
            }
            finally
            {
                Volatile.Write(ref _sweeping, 0);
            }
        }
    }
}
