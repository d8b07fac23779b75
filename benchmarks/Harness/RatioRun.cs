using System.Diagnostics;
using System.Globalization;

namespace EmbeddedCache.Benchmarks;

/// <summary>One run of <c>ratios</c>: what the suites are given, and where their rows go.</summary>
/// <param name="loose">Whether time budgets are doubled.</param>
/// <param name="redis"><c>HOST:PORT</c> of the Redis; null when there is none.</param>
/// <param name="progress">Where it says what it is at.</param>
internal sealed class RatioRun(bool loose, string? redis, TextWriter progress)
{
    private readonly List<RatioRow> _rows = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public bool Loose => loose;

    public string? Redis => redis;

    public IReadOnlyList<RatioRow> Rows => _rows;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Add(RatioRow row) => _rows.Add(row.Judged(loose));

    public void Say(string what) => progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,6:F1} s  {what}"));
}
