using System.Text;
using System.Text.Json;
using System.Xml;

namespace EmbeddedCache.Benchmarks.Charts;

/// <summary>Draws the main rows of a run that <c>ratios --json</c> has written.</summary>
internal static class ChartCommand
{
    private static readonly (string Title, string Row)[] MainRows =
    [
        ("The account of a session is looked up", "sticky-get"),
        ("The calls of an account are counted", "increment"),
        ("The next turn of a conversation of 200 messages is found", "find-end-200"),
        ("Another conversation that began alike: only the start of 200 messages matches", "find-start-200"),
        ("The next turn of a conversation of 200 messages is saved", "save-turn"),
        ("A conversation of 200 messages is kept", "memory-conversation-200"),
        ("A session is kept", "memory-session"),
        ("A request of 1 MB of code is read: its session and its conversation", "fingerprint-code"),
        ("The same of a coding agent's 200 KB, with tools, calls and results", "fingerprint-agent"),
        ("Redis works for a find that matches all of 200 messages", "redis-find-end-200"),
        ("Redis works for a find of which only the start matches, with many paths saved", "redis-find-start-dense-200"),
        ("Redis keeps a conversation of 200 messages", "redis-memory-conversation-200"),
        ("The account of a session is looked up in Redis, 128 calls under way", "redis-get"),
    ];

    public static async Task<int> RunAsync(FileInfo json, FileInfo svg, CancellationToken cancellationToken)
    {
        RatioReport report = await ReadAsync(json, cancellationToken);
        ChartGroup[] groups = [.. MainRows.Select(row => ChartGroup.Of(row.Title, row.Row, report)).OfType<ChartGroup>()];
        if (groups.Length == 0)
        {
            throw new InputException($"The file '{json.Name}' has none of the rows that the chart shows: {string.Join(", ", MainRows.Select(static row => row.Row))}.");
        }

        await using FileStream file = OutputFile.Create(svg);
        var settings = new XmlWriterSettings { Async = true, Indent = true, OmitXmlDeclaration = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        await using var writer = XmlWriter.Create(file, settings);
        await SvgChart.Draw(groups, report.Machine).SaveAsync(writer, cancellationToken);
        return ExitCodes.Success;
    }

    private static async Task<RatioReport> ReadAsync(FileInfo json, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream file = json.OpenRead();
            return await RatioReport.ReadAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"The file '{json.Name}' is not one that 'ratios --json' has written: {exception.Message}");
        }
    }
}
