using System.Diagnostics;

namespace EmbeddedCache.Conformance;

/// <summary>The machine's monotonic clock.</summary>
internal sealed class RealClock(TimeSpan margin) : ConformanceClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public override TimeSpan Now => _watch.Elapsed;

    public override TimeSpan Margin { get; } = margin;

    // Twice the margin and a bit: what lies a tick apart can be told apart.
    public override TimeSpan Tick { get; } = (margin * 2) + TimeSpan.FromMilliseconds(10);

    public override bool IsMoved => false;

    public override async Task AdvanceAsync(TimeSpan time)
    {
        TimeSpan end = Now + time;
        for (TimeSpan left = time; left > TimeSpan.Zero; left = end - Now)
        {
            // A timer may fire a little early: hence the loop, and no wait that rounds down to none.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
        }
    }
}
