namespace EmbeddedCache.Conformance;

/// <summary>
/// A moment that is known only within bounds: a store acts somewhere between the call and its answer. On a clock that stands still
/// between two calls both bounds are the same.
/// </summary>
internal readonly record struct TimeWindow(TimeSpan Earliest, TimeSpan Latest)
{
    public TimeWindow After(TimeSpan time) => new(Earliest + time, Latest + time);

    /// <summary>The moment in whole milliseconds, as stores count, when it is exact; else both bounds.</summary>
    public override string ToString() =>
        Earliest == Latest ? $"{Earliest.TotalMilliseconds} ms" : $"{Earliest.TotalMilliseconds:0} to {Latest.TotalMilliseconds:0} ms";
}
