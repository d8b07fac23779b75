using System.Text.Json;
using Spectre.Console;

namespace QuickStart;

/// <summary>The agents' replay as a person reads it: a row a recording.</summary>
internal static class AgentReport
{
    private static readonly JsonSerializerOptions Format = JsonSerializerOptions.Web;

    public static void Write(IReadOnlyList<AgentRow> rows, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(rows, Format));
            return;
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = TrafficReport.WidthWhenRedirected;
        }

        var table = new Table().Border(TableBorder.Simple).ShowFooters();
        table.AddColumn("recording", column => column.Footer("all"));
        table.AddColumn("requests", column => column.RightAligned().Footer(Sum(rows, row => row.Requests)));
        table.AddColumn("returned, by every signal", column => column.RightAligned().Footer(Share(rows, row => (row.Returned, row.Continuing))));
        table.AddColumn("returned, by history alone", column => column.RightAligned().Footer(Share(rows, row => (row.ReturnedByHistory, row.ContinuingByHistory))));
        foreach (AgentRow row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Recording),
                Sum([row], one => one.Requests),
                Share([row], one => (one.Returned, one.Continuing)),
                Share([row], one => (one.ReturnedByHistory, one.ContinuingByHistory)));
        }

        AnsiConsole.Write(table);
    }

    private static string Sum(IReadOnlyList<AgentRow> rows, Func<AgentRow, int> count) => $"{rows.Sum(count)}";

    private static string Share(IReadOnlyList<AgentRow> rows, Func<AgentRow, (int Returned, int Continuing)> counts)
    {
        int returned = rows.Sum(row => counts(row).Returned);
        int continuing = rows.Sum(row => counts(row).Continuing);
        return $"[{(returned == continuing ? "green" : "red")}]{returned} of {continuing}[/]";
    }
}
