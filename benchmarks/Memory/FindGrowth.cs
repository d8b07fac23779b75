namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// What a find that ends at the start pays for 1,000 segments more than for 2: no more than one vectorised look at them, which the check
/// of the argument needs.
/// </summary>
internal sealed class FindGrowth : IRatioSuite
{
    public string Name => "find-growth";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        foreach (MatchEnd place in new[] { MatchEnd.Start, MatchEnd.Miss })
        {
            await using FindWorkload few = await FindWorkload.CreateAsync(2, place);
            await using FindWorkload many = await FindWorkload.CreateAsync(1_000, place);
            IReadOnlyList<Measurement> all = await new RoundRunner().MeasureAsync(few.Ours(), many.Ours(), many.Look());
            var growth = new Measurement("growth", [.. all[1].Rounds.Zip(all[0].Rounds, static (long1000, long2) => long1000 - long2)], all[1].AllocatedBytes);
            run.Add(RatioRow.Of($"find-{place.ToString().ToLowerInvariant()}-1000 less -2", growth, all[2], Budget.TimeAtMost(1.25), allocatedAtMost: 0));
        }
    }
}
