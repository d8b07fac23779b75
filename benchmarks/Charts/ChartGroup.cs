namespace EmbeddedCache.Benchmarks.Charts;

/// <summary>One question that the chart answers: a row of the run with all its peers, and both layouts where there are two.</summary>
/// <param name="Title">What is done, as a reader says it.</param>
/// <param name="Unit">The unit of all bars.</param>
/// <param name="MoreIsBetter">Whether a longer bar is a better one.</param>
/// <param name="Bars">Ours first.</param>
internal sealed record ChartGroup(string Title, string Unit, bool MoreIsBetter, IReadOnlyList<ChartBar> Bars)
{
    // From here on the shortest bar of a linear scale could hardly be seen.
    private const double WidestLinearSpread = 30;

    // The row of the same in the other layout.
    private const string HashedSuffix = " hashed";

    public bool IsLogarithmic => Bars.Max(static bar => bar.Value) > WidestLinearSpread * Bars.Min(static bar => bar.Value);

    /// <summary>The group of a row; null when the run has no such row.</summary>
    public static ChartGroup? Of(string title, string row, RatioReport report)
    {
        RatioRow[] rows = [.. report.Rows.Where(candidate => candidate.Name == row)];
        return rows.Length == 0 ? null : new ChartGroup(
            title,
            rows[0].Unit,
            MoreIsBetter: rows[0].Budget.Kind == BudgetKind.AtLeast,
            [
                new ChartBar("EmbeddedCache", rows[0].Ours, BesideOurs: 1, IsOurs: true),
                .. report.Rows.Where(candidate => candidate.Name == row + HashedSuffix)
                    .Select(hashed => new ChartBar("EmbeddedCache, Hashed", hashed.Ours, hashed.Ours / rows[0].Ours, IsOurs: true)),
                .. rows.Select(static row => new ChartBar(row.Peer, row.PeerValue, 1 / row.Ratio)),
            ]);
    }

    /// <summary>How long a bar is, from 0 to 1. A logarithmic scale begins at half of the smallest figure.</summary>
    public double LengthOf(ChartBar bar)
    {
        double longest = Bars.Max(static other => other.Value);
        if (!IsLogarithmic)
        {
            return bar.Value / longest;
        }

        double start = Math.Log(Bars.Min(static other => other.Value) / 2);
        return (Math.Log(bar.Value) - start) / (Math.Log(longest) - start);
    }
}
