using EmbeddedCache.TestServers;
using Spectre.Console;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>The server's side of finds as a table of its own, as the README shows it.</summary>
internal static class RedisCost
{
    /// <param name="endpoint"><c>HOST:PORT</c>; null to start a server.</param>
    public static async Task<int> RunAsync(string? endpoint)
    {
        await using RedisServer? own = endpoint is null ? await RedisServer.StartAsync() : null;
        await using RedisTarget target = await RedisTarget.ConnectAsync(endpoint ?? own!.Endpoint);
        await using var cost = new FindCost(target);

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("match");
        foreach (string column in new[] { "messages", "original us", "FullPath us", "ratio", "Hashed us", "ratio", "FullPath bytes", "Hashed bytes" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (int messages in ServerTime.Lengths)
        {
            foreach (MatchPlace place in Enum.GetValues<MatchPlace>())
            {
                FindFigures figures = await cost.MeasureAsync(Conversation.Make(messages, place));
                table.AddRow(
                    $"{place}",
                    RatioTable.Figure(messages),
                    RatioTable.Figure(figures.Original.Nanoseconds / 1_000),
                    RatioTable.Figure(figures.Full.Nanoseconds / 1_000),
                    RatioTable.Figure(Measurement.MedianRatio(figures.Full, figures.Original)),
                    RatioTable.Figure(figures.Hashed.Nanoseconds / 1_000),
                    RatioTable.Figure(Measurement.MedianRatio(figures.Hashed, figures.Original)),
                    RatioTable.Figure(figures.FullBytes),
                    RatioTable.Figure(figures.HashedBytes));
            }
        }

        AnsiConsole.MarkupLineInterpolated($"Redis {target.Server.Version}: what one find takes of the server's time, and what was saved of its memory");
        AnsiConsole.Write(table);
        return ExitCodes.Success;
    }
}
