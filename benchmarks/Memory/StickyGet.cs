namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>The hit of a sticky session, the first thing that every request asks for.</summary>
internal sealed class StickyGet : IRatioSuite
{
    public string Name => "sticky-get";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using SessionPeers peers = await SessionPeers.CreateAsync();
        IReadOnlyList<Measurement> all = await new RoundRunner().MeasureAsync(
            peers.GetOurs(),
            peers.GetMemoryCache(),
            peers.GetHybridCache(),
            peers.GetHybridCacheByString(),
            peers.GetFusionCache(),
            peers.GetConcurrentTLru(),
            peers.GetConcurrentDictionary());
        run.Add(RatioRow.Of(Name, all[0], all[1], Budget.TimeAtMost(1.25), allocatedAtMost: 0));

        // What HybridCache does beside its lookup in a MemoryCache is less than that lookup, which ours is too. By a string, as most
        // callers have their key, it is slower by the making of the string.
        Budget besideHybridCache = Budget.TimeAtMost(0.6).ButHeldAt(0.95, "HybridCache asks a MemoryCache, as this cache does, whose lookup alone takes 0.65 of its time.");
        run.Add(RatioRow.Of(Name, all[0], all[2], besideHybridCache));
        run.Add(RatioRow.Of(Name, all[0], all[3], besideHybridCache));
        run.Add(RatioRow.Of(Name, all[0], all[4], Budget.TimeAtMost(0.6).ButHeldAt(0.7, "When the host is busy, memory is slow, and most of a lookup is waiting for it.")));
        run.Add(RatioRow.Of(Name, all[0], all[5], Budget.None));
        run.Add(RatioRow.Of(Name, all[0], all[6], Budget.None));
    }
}
