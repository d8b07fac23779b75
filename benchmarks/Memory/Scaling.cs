namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>How much more two threads do than one: with sessions of their own, and with one client's trie that both find in.</summary>
/// <remarks>
/// A virtual machine may have to share its second processor, or both may be one core's; then no program does twice as much with two
/// threads. So lookups in a <see cref="System.Collections.Concurrent.ConcurrentDictionary{TKey, TValue}"/>, where nobody waits for anybody,
/// take turns with ours, and where they fall short of twice as much the budget falls by as much.
/// </remarks>
internal sealed class Scaling : IRatioSuite
{
    private const int Segments = 200;

    // Of a whole second processor, the rest being the beginning and the end of a round.
    private const double Whole = 1.9;

    public string Name => "scaling";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using SessionPeers sessions = await SessionPeers.CreateAsync();
        (Contender, Contender) limit = (sessions.GetConcurrentDictionaryOfHalf(0), sessions.GetConcurrentDictionaryOfHalf(1));
        await Add(run, "scaling-separate-keys", (sessions.GetOursOfHalf(0), sessions.GetOursOfHalf(1)), limit, 1.7);

        await using FindWorkload trie = await FindWorkload.CreateAsync(Segments, MatchEnd.End);
        await Add(run, "scaling-one-trie", (trie.Ours(), trie.Ours()), limit, 1.4);
    }

    private static async Task Add(RatioRun run, string name, (Contender, Contender) ours, (Contender, Contender) limit, double atLeast)
    {
        IReadOnlyList<TwoThreads> both = await TwoThreads.MeasureAsync(ours, limit);
        double possible = Measurement.MedianRatio(both[1].Alone, both[1].Together);
        Budget budget = Environment.ProcessorCount > 1 ? Budget.TimeAtLeast(Math.Round(atLeast * Math.Min(1, possible / Whole), 2)) : Budget.None;
        run.Add(RatioRow.OfRates(name, both[0].Together, both[0].Alone, unitsPerOperation: 1e3, "op/us", budget));
        run.Add(RatioRow.OfRates(name + RatioRow.LimitSuffix, both[1].Together, both[1].Alone, unitsPerOperation: 1e3, "op/us", Budget.None));
    }
}
