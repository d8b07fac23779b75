namespace EmbeddedCache.Stores;

/// <summary>
/// Something that ends at a deadline if nothing else ends it before. Instances are used again and again: what tells one use from the next
/// is a number in <see cref="_state"/>, so whoever comes late, the clock above all, changes nothing.
/// </summary>
/// <param name="clock">Who looks at the time.</param>
internal abstract class TimedOperation(OperationClock clock)
{
    private const long IsWaiting = 1;
    private const long IsWatched = 2;
    private const long Use = 4;

    // The number of the use, and two bits: whether it waits, and whether the clock has it in its list. Only the clock clears the
    // second, and only while nothing waits.
    private long _state;
    private long _due;
    private long _seen;

    /// <summary>The next one in the pool, and how many there are from here on.</summary>
    public TimedOperation? Next;
    public int Depth;

    public OperationClock Clock => clock;

    /// <summary>Begins a use that ends at a deadline.</summary>
    /// <param name="due">The timestamp.</param>
    protected void Begin(long due)
    {
        // The clock looks at this only once the state says that it waits; exchanging that is a barrier as well.
        Volatile.Write(ref _due, due);
        long before = _state;
        long now = (before & ~IsWatched) + Use + IsWaiting + IsWatched;
        before = Interlocked.Exchange(ref _state, now);
        if ((before & IsWatched) == 0)
        {
            clock.Watch(this);
        }
    }

    /// <summary>Ends the use.</summary>
    /// <returns>Whether it had not ended before.</returns>
    protected bool TryEnd()
    {
        long state = Volatile.Read(ref _state);
        return (state & IsWaiting) != 0 && Interlocked.CompareExchange(ref _state, state - IsWaiting, state) == state;
    }

    /// <summary>Ends the use when it is late.</summary>
    /// <returns>Whether it was this that ended it; <see cref="Expire"/> is to be called then.</returns>
    public bool TryEnd(long now)
    {
        long state = Volatile.Read(ref _state);
        return (state & IsWaiting) != 0
            && Volatile.Read(ref _due) <= now
            && Interlocked.CompareExchange(ref _state, state - IsWaiting, state) == state;
    }

    /// <summary>Whether the clock may forget about it: nothing has waited, nor begun to, since it was asked before.</summary>
    public bool TryUnwatch()
    {
        long state = Volatile.Read(ref _state);
        if (state != _seen || (state & IsWaiting) != 0)
        {
            _seen = state;
            return false;
        }

        return Interlocked.CompareExchange(ref _state, state - IsWatched, state) == state;
    }

    /// <summary>The time was up.</summary>
    public abstract void Expire();
}
