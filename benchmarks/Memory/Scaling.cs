namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>How much more two threads do than one: with sessions of their own, and with one client's trie that both find in.</summary>
internal sealed class Scaling : IRatioSuite
{
    private const int Segments = 200;

    public string Name => "scaling";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using SessionPeers sessions = await SessionPeers.CreateAsync();
        Add(run, "scaling-separate-keys", await Measure(sessions.GetOursOfHalf(0), sessions.GetOursOfHalf(1)), Budget.TimeAtLeast(1.7));

        await using FindWorkload trie = await FindWorkload.CreateAsync(Segments, MatchEnd.End);
        Add(run, "scaling-one-trie", await Measure(trie.Ours(), trie.Ours()), Budget.TimeAtLeast(1.4));
    }

    // Rounds of two threads, that share the operations, and of one that does them all, in turn.
    private static async Task<IReadOnlyList<Measurement>> Measure(Contender one, Contender other)
    {
        using var second = new SecondThread(other);
        Contender both = Contender.Of("2 threads", operations =>
        {
            second.Begin(operations / 2);
            Answer.Done(one.RunAsync(operations - (operations / 2)));
            second.WaitForEnd();
        });
        Contender alone = Contender.Of("1 thread", operations => Answer.Done(one.RunAsync(operations)));
        return await new RoundRunner { Rounds = 31 }.MeasureAsync(both, alone);
    }

    private static void Add(RatioRun run, string name, IReadOnlyList<Measurement> measured, Budget budget) =>
        run.Add(RatioRow.OfRates(name, measured[0], measured[1], unitsPerOperation: 1e3, "op/us", Environment.ProcessorCount > 1 ? budget : Budget.None));
}
