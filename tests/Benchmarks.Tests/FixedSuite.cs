namespace EmbeddedCache.Benchmarks.Tests;

/// <summary>A suite whose rows are given.</summary>
internal sealed class FixedSuite(string name, params RatioRow[] rows) : IRatioSuite
{
    public string Name => name;

    public Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        Array.ForEach(rows, run.Add);
        return Task.CompletedTask;
    }
}
