using Spectre.Console;

namespace EmbeddedCache.Benchmarks;

/// <summary>Runs the suites one after the other and shows, writes and judges their rows.</summary>
internal static class RatiosCommand
{
    /// <param name="suites">What to run.</param>
    /// <param name="only">Runs only the suites whose name contains this; null for all.</param>
    /// <param name="redis"><c>HOST:PORT</c>; null for none.</param>
    /// <param name="json">The file to write the rows to; null for none.</param>
    /// <param name="loose">Whether time budgets are doubled.</param>
    /// <param name="console">Where the table goes.</param>
    /// <param name="progress">Where it says what it is at.</param>
    /// <param name="cancellationToken">Stops between two suites.</param>
    /// <exception cref="InputException">An argument is not what it should be.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<IRatioSuite> suites,
        string? only,
        string? redis,
        FileInfo? json,
        bool loose,
        IAnsiConsole console,
        TextWriter progress,
        CancellationToken cancellationToken)
    {
        IRatioSuite[] chosen = [.. suites.Where(suite => only is null || suite.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0)
        {
            throw new InputException($"No rows have '{only}' in their name; there are {string.Join(", ", suites.Select(static suite => suite.Name))}{(redis is null ? "; more with --redis" : string.Empty)}.");
        }

        // Before the work, so that a file that cannot be written is not found out after a minute.
        await using FileStream? file = json is null ? null : OutputFile.Create(json);
        var run = new RatioRun(loose, redis, progress);
        foreach (IRatioSuite suite in chosen)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Say(suite.Name);
            await suite.RunAsync(run, cancellationToken);
        }

        run.Say("done");
        var report = new RatioReport(MachineFacts.Now(), loose, run.Rows);
        if (file is not null)
        {
            await report.WriteAsync(file, cancellationToken);
        }

        RatioTable.Write(console, report);
        if (redis is null)
        {
            console.WriteLine("The rows on a Redis are left out: --redis measures them too.");
        }

        return report.IsBroken ? ExitCodes.Broken : ExitCodes.Success;
    }
}
