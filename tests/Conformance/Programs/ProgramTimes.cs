namespace EmbeddedCache.Conformance;

/// <summary>The times to live that a program asks for, and the waits between its calls.</summary>
internal sealed record ProgramTimes(IReadOnlyList<TimeSpan> Lives, IReadOnlyList<TimeSpan> Waits)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Times to live that never end during a run, far enough apart to see which one an entry has; no waits. For runs that compare two
    /// stores, and for histories of concurrent calls.
    /// </summary>
    public static ProgramTimes Standing { get; } = new([5 * Minute, 10 * Minute, 15 * Minute], []);

    /// <summary>Short times to live and waits that often meet, on the given clock.</summary>
    public static ProgramTimes Passing(ConformanceClock clock)
    {
        TimeSpan tick = clock.Tick;
        return clock.IsMoved
            ? new(
                [2 * tick, 5 * tick, 10 * tick, TimeSpan.FromMilliseconds(4.5), TimeSpan.FromTicks(1), Minute],
                [tick, tick, 2 * tick, 4 * tick, 5 * tick, 10 * tick, 11 * tick, Minute])
            : new(
                [2 * tick, 4 * tick, 8 * tick, 8 * tick, TimeSpan.FromTicks(1), 5 * Minute, 10 * Minute],
                [tick, 3 * tick, 5 * tick]);
    }
}
