namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>
/// What the library adds to the client: calls a second with 128 of them under way, and bytes a call, beside the same commands sent with
/// StackExchange.Redis alone on the same connection. Both sides make the key's text of the same arguments and read the same answer.
/// </summary>
internal sealed class ClientCalls : IRatioSuite
{
    // A rate hangs on how many calls happen to share a packet, which differs from round to round and from one minute to the next. So
    // the rounds are short, 10 to 40 ms, and many.
    private const int CallsPerRound = 4_096;

    // The shorter the server's work, the more of a call it is: 0.5 us of 3 for a lookup.
    private const string Reason = "Each call has a deadline of its own, can be cancelled, and is counted and timed, which the bare client's is not.";

    private static readonly RoundRunner Runner = new() { Rounds = 201, LongestWarmUp = TimeSpan.FromSeconds(3) };

    public string Name => "redis-get, redis-find, redis-increment";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using RedisTarget target = await RedisTarget.ConnectAsync(run.Redis!);
        await using ClientWorkload workload = await ClientWorkload.CreateAsync(target);
        await AddAsync(run, "redis-get", workload.Get(), workload.BareGet(), heldAt: 0.78);
        await AddAsync(run, "redis-find", workload.Find(), workload.BareFind(), heldAt: 0.9);
        await AddAsync(run, "redis-increment", workload.Increment(), workload.BareIncrement(), heldAt: 0.85);
    }

    private static async Task AddAsync(RatioRun run, string name, Contender ours, Contender bare, double heldAt)
    {
        run.Say(name);
        IReadOnlyList<Measurement> both = await Runner.MeasureAsync(ours.WithRoundsOf(CallsPerRound), bare.WithRoundsOf(CallsPerRound));
        (Measurement our, Measurement peer) = (both[0], both[1]);
        run.Add(new RatioRow(name, peer.Name, 1e9 / our.Nanoseconds, 1e9 / peer.Nanoseconds, "calls/s", Budget.TimeAtLeast(0.95).ButHeldAt(heldAt, Reason))
        {
            Ratio = Measurement.MedianRatio(peer, our),
        });
        run.Add(new RatioRow($"{name} bytes", peer.Name, our.AllocatedBytes, peer.AllocatedBytes, "B", Budget.AtMost(1.2)));
    }
}
