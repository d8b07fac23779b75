namespace EmbeddedCache.Benchmarks.Charts;

/// <summary>One bar.</summary>
/// <param name="Label">Whose it is.</param>
/// <param name="Value">The figure, in the unit of its group.</param>
/// <param name="BesideOurs">The figure divided by ours, as the median of the rounds has it; 1 for ours.</param>
/// <param name="IsOurs">Whether it is this cache's.</param>
internal sealed record ChartBar(string Label, double Value, double BesideOurs, bool IsOurs = false)
{
    /// <summary>Whether it does less than the others, and is there to show what cannot be passed.</summary>
    public bool IsLimit => Label.EndsWith(RatioRow.LimitSuffix, StringComparison.Ordinal);
}
