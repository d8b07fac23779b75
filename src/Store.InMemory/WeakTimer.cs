namespace EmbeddedCache.Stores;

/// <summary>
/// A timer that holds what it works for weakly: a store that was dropped without being disposed is collected all the same, and its timer
/// stops at the next tick. A tick that comes while one is at work is left out.
/// </summary>
internal sealed class WeakTimer<TTarget> : IAsyncDisposable
    where TTarget : class
{
    private readonly WeakReference<TTarget> _target;
    private readonly Action<TTarget> _tick;
    private readonly ITimer _timer;
    private int _working;

    /// <param name="target">What it works for.</param>
    /// <param name="tick">What to do with it; holds on to nothing.</param>
    /// <param name="interval">From now to the first tick, and from tick to tick.</param>
    /// <param name="timeProvider">Makes the timer.</param>
    public WeakTimer(TTarget target, Action<TTarget> tick, TimeSpan interval, TimeProvider timeProvider)
    {
        _target = new WeakReference<TTarget>(target);
        _tick = tick;
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _timer = timeProvider.CreateTimer(static state => ((WeakTimer<TTarget>)state!).Tick(), this, interval, interval);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        if (!_target.TryGetTarget(out TTarget? target))
        {
            _timer.Dispose();
        }
        else if (Interlocked.Exchange(ref _working, 1) == 0)
        {
            try
            {
                _tick(target);
            }
            finally
            {
                Volatile.Write(ref _working, 0);
            }
        }
    }
}
