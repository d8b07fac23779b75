namespace EmbeddedCache.Conformance;

/// <summary>A clock that only the kit moves.</summary>
internal sealed class MovedClock(Action<TimeSpan> advance) : ConformanceClock
{
    private long _now;

    public override TimeSpan Now => TimeSpan.FromTicks(Volatile.Read(ref _now));

    public override TimeSpan Margin => TimeSpan.Zero;

    public override TimeSpan Tick => TimeSpan.FromMilliseconds(1);

    public override bool IsMoved => true;

    public override Task AdvanceAsync(TimeSpan time)
    {
        advance(time);
        Interlocked.Add(ref _now, time.Ticks);
        return Task.CompletedTask;
    }
}
