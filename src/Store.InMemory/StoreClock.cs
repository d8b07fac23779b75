namespace EmbeddedCache.Stores;

/// <summary>
/// The time of a store: monotonic timestamps of its <see cref="TimeProvider"/>, so that a step of the wall clock neither kills nor
/// revives entries. Deadlines are counted in whole milliseconds and kept as the last timestamp that is still within them, so that
/// the hot path compares two integers and divides nothing.
/// </summary>
internal sealed class StoreClock
{
    private readonly TimeProvider _timeProvider;
    private readonly long _unitsPerMillisecond;
    private readonly bool _movesByItself;
    private readonly long _lastMillisecond;
    private long _uses;

    public StoreClock(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _unitsPerMillisecond = Math.Max(1, timeProvider.TimestampFrequency / 1_000);
        _lastMillisecond = (long.MaxValue / _unitsPerMillisecond) - 1;
        _movesByItself = timeProvider == TimeProvider.System;
    }

    public long Now => _timeProvider.GetTimestamp();

    /// <summary>The same for a life in milliseconds, which may be over already.</summary>
    public long DeadlineAfter(long now, long milliseconds)
    {
        Int128 deadline = ((Int128)(now / _unitsPerMillisecond) + milliseconds) * _unitsPerMillisecond + (_unitsPerMillisecond - 1);
        return (long)Int128.Clamp(deadline, long.MinValue, long.MaxValue);
    }

    /// <summary>The last timestamp at which something renewed at <paramref name="now"/> is still there.</summary>
    public long DeadlineAfter(long now, TimeSpan timeToLive)
    {
        long deadline = (now / _unitsPerMillisecond) + MillisecondsOf(timeToLive);
        return deadline > _lastMillisecond ? long.MaxValue : (deadline * _unitsPerMillisecond) + (_unitsPerMillisecond - 1);
    }

    /// <summary>
    /// For who read the clock before entering the monitor of an entry: the moment of the change, which is not before that of the last
    /// one. A clock that a test moves is read again, because there uses are counted and no moments.
    /// </summary>
    public long NotBefore(long lastUse, long now) => _movesByItself && now >= lastUse ? now : Now;

    /// <summary>The whole milliseconds from <paramref name="now"/> to <paramref name="deadline"/>, not below 0.</summary>
    public long MillisecondsLeft(long now, long deadline) => Math.Max(0, (deadline / _unitsPerMillisecond) - (now / _unitsPerMillisecond));

    /// <summary>The whole milliseconds from <paramref name="now"/> to <paramref name="deadline"/>.</summary>
    public TimeSpan TimeLeft(long now, long deadline)
    {
        long milliseconds = (deadline / _unitsPerMillisecond) - (now / _unitsPerMillisecond);
        return TimeSpan.FromTicks(Math.Min(milliseconds, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond) * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>
    /// A number that orders uses. The system's clock ticks between any two uses of one thread and costs no shared counter; a clock
    /// that a test moves stands still between them, so there they are counted.
    /// </summary>
    public long UseAt(long now) => _movesByItself ? now : Interlocked.Increment(ref _uses);

    /// <summary>The use that is the latest at <paramref name="now"/>.</summary>
    public long LatestUse(long now) => _movesByItself ? now : Interlocked.Read(ref _uses);

    // Rounded up, so that no positive time to live is none at all.
    private static long MillisecondsOf(TimeSpan timeToLive) =>
        (timeToLive.Ticks / TimeSpan.TicksPerMillisecond) + (timeToLive.Ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);
}
