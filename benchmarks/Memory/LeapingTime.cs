using Microsoft.Extensions.Internal;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>The system's clock, which can leap forward, and whose timers tick when they are told to.</summary>
internal sealed class LeapingTime : TimeProvider, ISystemClock
{
    private readonly List<Timer> _timers = [];
    private long _leapt;

    DateTimeOffset ISystemClock.UtcNow => GetUtcNow();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _leapt));

    public override long GetTimestamp() => base.GetTimestamp() + (Volatile.Read(ref _leapt) * TimestampFrequency / TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        _timers.Add(timer);
        return timer;
    }

    public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, time.Ticks);

    /// <summary>Runs all timers, on this thread.</summary>
    public void Tick() => _timers.ForEach(static timer => timer.Tick());

    private sealed class Timer(Action tick) : ITimer
    {
        public void Tick() => tick();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
