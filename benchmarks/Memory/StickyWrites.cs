namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>Renewals, settings and counts of what is there already. None of them allocates.</summary>
internal sealed class StickyWrites : IRatioSuite
{
    public string Name => "sticky-refresh, sticky-set, increment";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using SessionWrites writes = await SessionWrites.CreateAsync();
        await Add("sticky-refresh", writes.RefreshOurs(), writes.RefreshMemoryCache());
        await Add("sticky-set", writes.SetOurs(), writes.SetMemoryCache());
        await Add("increment", writes.IncrementOurs(), writes.IncrementMemoryCache());

        async Task Add(string name, Contender ours, Contender peer)
        {
            IReadOnlyList<Measurement> both = await new RoundRunner().MeasureAsync(ours, peer);
            run.Add(RatioRow.Of(name, both[0], both[1], Budget.TimeAtMost(0.8), allocatedAtMost: 0));
        }
    }
}
