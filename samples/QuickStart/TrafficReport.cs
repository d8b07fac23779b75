using System.Globalization;
using Spectre.Console;

namespace QuickStart;

/// <summary>The replay as a person reads it: a row a request, then the sum. Colours on a terminal, plain text elsewhere.</summary>
internal static class TrafficReport
{
    public const int WidthWhenRedirected = 120;

    public static void Write(IReadOnlyList<RoutedRequest> routed, TrafficSummary summary, int? entries)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthWhenRedirected;
        }

        AnsiConsole.Write(Rows(routed));
        AnsiConsole.WriteLine();
        if (AnsiConsole.Profile.Capabilities.Ansi)
        {
            AnsiConsole.Write(new BreakdownChart()
                .Width(60)
                .AddItem("session", summary.BySession, Color.Green)
                .AddItem("conversation", summary.ByConversation, Color.Aqua)
                .AddItem("new", summary.NewConversations, Color.Yellow));
            AnsiConsole.WriteLine();
        }

        AnsiConsole.Write(Sum(summary, entries));
    }

    private static Table Rows(IReadOnlyList<RoutedRequest> routed)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn("client");
        table.AddColumn("API");
        table.AddColumn(new TableColumn("messages").RightAligned());
        table.AddColumn("found by");
        table.AddColumn(new TableColumn("account").RightAligned());
        for (int i = 0; i < routed.Count; i++)
        {
            (RecordedRequest request, Decision decision, _, bool misrouted) = routed[i];
            table.AddRow(
                Text(i + 1),
                Markup.Escape(request.Client),
                request.Api.Name,
                Text(request.Messages),
                How(decision),
                misrouted ? $"[red]{decision.AccountId} misrouted[/]" : Text(decision.AccountId));
        }

        return table;
    }

    private static string How(Decision decision) => decision.Found switch
    {
        Found.Session => "[green]session[/]",
        Found.Conversation => $"[aqua]conversation {decision.MatchedSegments}/{decision.Segments}[/]",
        _ => "[yellow]new[/]",
    };

    private static Grid Sum(TrafficSummary summary, int? entries)
    {
        var grid = new Grid().AddColumn(new GridColumn().RightAligned()).AddColumn();
        grid.AddRow($"[bold]{summary.Requests}[/]", "requests");
        grid.AddRow($"[bold green]{summary.Returned}[/]", $"returned to their account ({summary.BySession} by session, {summary.ByConversation} by conversation)");
        grid.AddRow($"[bold yellow]{summary.NewConversations}[/]", "new conversations, each to the account least busy with its model");
        grid.AddRow(summary.Misrouted == 0 ? "[bold green]0[/]" : $"[bold red]{summary.Misrouted}[/]", "misrouted");
        if (entries is { } count)
        {
            grid.AddRow($"[bold]{count}[/]", "entries in memory");
        }

        grid.AddRow($"[bold]{Text(summary.MedianTime.TotalMicroseconds)}[/]", "microseconds per decision, fingerprints included (median)");
        return grid;
    }

    private static string Text(IFormattable number) => number.ToString(number is double ? "F0" : null, CultureInfo.InvariantCulture);
}
