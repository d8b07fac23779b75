namespace EmbeddedCache.Conformance;

/// <summary>
/// The time of the store under test, as the kit sees it. A store that takes a <see cref="TimeProvider"/> has its clock moved by the
/// kit, and then every deadline is checked to the millisecond; any other store lives in real time, with short times to live, real
/// waits, and a margin.
/// </summary>
/// <remarks>
/// No check on a real clock fails because the machine is slow. The kit notes when each call began and when it was answered, and judges
/// only what follows from both; an answer that came too late to tell anything is asked for again with a longer time to live.
/// </remarks>
public abstract class ConformanceClock
{
    private protected ConformanceClock()
    {
    }

    /// <summary>The time since the clock was made.</summary>
    public abstract TimeSpan Now { get; }

    /// <summary>How far the store's clock and <see cref="Now"/> may differ over one check; zero on a clock that is moved.</summary>
    public abstract TimeSpan Margin { get; }

    /// <summary>The unit that short times to live and waits are multiples of: well above <see cref="Margin"/>.</summary>
    public abstract TimeSpan Tick { get; }

    /// <summary>Whether the kit moves this clock, so that it stands still between two calls.</summary>
    public abstract bool IsMoved { get; }

    /// <summary>A clock that the kit moves, for a store that was given a <see cref="TimeProvider"/>.</summary>
    /// <param name="advance">Moves it, for example <c>FakeTimeProvider.Advance</c>. It is called with whole milliseconds.</param>
    /// <returns>The clock.</returns>
    public static ConformanceClock MovedBy(Action<TimeSpan> advance)
    {
        ArgumentNullException.ThrowIfNull(advance);
        return new MovedClock(advance);
    }

    /// <summary>A clock that moves by itself, for a server or a store without a <see cref="TimeProvider"/>.</summary>
    /// <param name="margin">How far the store's clock may be off over a check; by default 15 ms.</param>
    /// <returns>The clock.</returns>
    public static ConformanceClock RealTime(TimeSpan? margin = null) => new RealClock(margin ?? TimeSpan.FromMilliseconds(15));

    /// <summary>Lets time pass.</summary>
    /// <param name="time">How much at least; on a clock that is moved, exactly.</param>
    /// <returns>A task that ends when it has passed.</returns>
    public abstract Task AdvanceAsync(TimeSpan time);

    /// <summary>How long after a renewal an entry is looked at that must still be there: at its deadline, when that can be hit.</summary>
    internal TimeSpan LastLook(TimeSpan timeToLive) => IsMoved ? timeToLive : timeToLive / 2;

    /// <summary>How long after the answer to a renewal an entry must be gone.</summary>
    internal TimeSpan FirstLookAfter(TimeSpan timeToLive) => timeToLive + Margin + TimeSpan.FromMilliseconds(1);
}
