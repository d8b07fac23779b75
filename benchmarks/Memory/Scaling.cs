namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>How much more two threads do than one: with sessions of their own, and with one client's trie that both find in.</summary>
internal sealed class Scaling : IRatioSuite
{
    private const int Segments = 200;

    public string Name => "scaling";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using SessionPeers sessions = await SessionPeers.CreateAsync();
        await Add(run, "scaling-separate-keys", sessions.GetOursOfHalf(0), sessions.GetOursOfHalf(1), Budget.TimeAtLeast(1.7));

        await using FindWorkload trie = await FindWorkload.CreateAsync(Segments, MatchEnd.End);
        await Add(run, "scaling-one-trie", trie.Ours(), trie.Ours(), Budget.TimeAtLeast(1.4));
    }

    private static async Task Add(RatioRun run, string name, Contender one, Contender other, Budget budget)
    {
        (Measurement both, Measurement alone) = await new TwoThreads(one, other).MeasureAsync();
        run.Add(RatioRow.OfRates(name, both, alone, unitsPerOperation: 1e3, "op/us", Environment.ProcessorCount > 1 ? budget : Budget.None));
    }
}
