namespace EmbeddedCache.Benchmarks;

/// <summary>Some rows that share their preparation.</summary>
internal interface IRatioSuite
{
    /// <summary>What the names of its rows begin with.</summary>
    string Name { get; }

    /// <summary>Measures the rows and adds them to the run.</summary>
    Task RunAsync(RatioRun run, CancellationToken cancellationToken);
}
