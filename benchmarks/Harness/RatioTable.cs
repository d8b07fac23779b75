using System.Globalization;
using Spectre.Console;

namespace EmbeddedCache.Benchmarks;

/// <summary>The rows as a person reads them, and below them why a budget that is known not to hold does not.</summary>
internal static class RatioTable
{
    private const int WidthWhenRedirected = 160;

    public static void Write(IAnsiConsole console, RatioReport report)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWhenRedirected;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("row");
        table.AddColumn("beside");
        foreach (string column in new[] { "ours", "peer", "unit", "ratio", "budget", "allocated" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("ok");
        foreach (RatioRow row in report.Rows)
        {
            table.AddRow(
                Markup.Escape(row.Name),
                Markup.Escape(row.Peer),
                Figure(row.Ours),
                Figure(row.PeerValue),
                Markup.Escape(row.Unit),
                Figure(row.Ratio),
                BudgetText(row.Budget),
                AllocationText(row.Allocated),
                VerdictText(row.Verdict));
        }

        console.Write(table);
        foreach (RatioRow row in report.Rows.Where(static row => row.Verdict == Verdict.KnownBroken))
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{row.Name}[/] / {row.Peer}: {row.Budget.Reason}");
        }

        int broken = report.Rows.Count(static row => row.Verdict == Verdict.Broken);
        int known = report.Rows.Count(static row => row.Verdict == Verdict.KnownBroken);
        string loose = report.Loose ? ", times allowed twice their budget" : string.Empty;
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{report.Rows.Count} rows, {broken} budgets broken, {known} known not to hold{loose}; {report.Machine.Cores} cores, {report.Machine.Runtime}");
    }

    /// <summary>Three digits that count.</summary>
    public static string Figure(double value) => value switch
    {
        0 => "0",
        _ when !double.IsFinite(value) => "-",
        _ when Math.Abs(value) >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 1 => value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };

    private static string BudgetText(Budget budget)
    {
        if (budget.Limit is not { } limit)
        {
            return string.Empty;
        }

        string sign = budget.Kind switch
        {
            BudgetKind.AtMost => "<=",
            BudgetKind.AtLeast => ">=",
            _ => "=",
        };
        string held = budget.HeldAt is { } heldAt ? string.Create(CultureInfo.InvariantCulture, $" (held at {heldAt})") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign} {limit}{held}");
    }

    private static string AllocationText(Allocation? allocation) => allocation switch
    {
        null => string.Empty,
        { AtMost: { } limit, Holds: false } => $"[red]{Figure(allocation.Bytes)} B > {Figure(limit)}[/]",
        _ => $"{Figure(allocation.Bytes)} B",
    };

    private static string VerdictText(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "[green]ok[/]",
        Verdict.KnownBroken => "[yellow]known[/]",
        Verdict.Broken => "[red]BROKEN[/]",
        _ => string.Empty,
    };
}
