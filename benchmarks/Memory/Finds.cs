using System.Globalization;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>The longest known beginning of a conversation, for short ones and long ones, found near the end, at the start and nowhere.</summary>
internal sealed class Finds : IRatioSuite
{
    private static readonly int[] Lengths = [2, 10, 50, 200, 1_000];

    public string Name => "find-end, find-start, find-miss";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        foreach (MatchEnd place in Enum.GetValues<MatchEnd>())
        {
            foreach (int segments in Lengths)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await RunAsync(run, place, segments);
            }
        }
    }

    private static async Task RunAsync(RatioRun run, MatchEnd place, int segments)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"find-{place.ToString().ToLowerInvariant()}-{segments}");
        run.Say(name);
        await using FindWorkload workload = await FindWorkload.CreateAsync(segments, place);
        bool ends = place == MatchEnd.End;
        IReadOnlyList<Measurement> all = await new RoundRunner().MeasureAsync(
            [workload.Ours(), workload.Flat(), workload.FlatBySpans(), .. ends ? [workload.Comparison()] : Array.Empty<Contender>()]);
        run.Add(RatioRow.Of(name, all[0], all[1], BesideFlat(place, segments), allocatedAtMost: 0));
        run.Add(RatioRow.Of(name, all[0], all[2], Budget.None));
        if (ends)
        {
            // What a find costs beside the comparison, a key, a hash, a look at the clock, shows with short texts.
            run.Add(RatioRow.Of(name, all[0], all[3], segments >= 200 ? Budget.TimeAtMost(6) : Budget.None));
        }
    }

    private static Budget BesideFlat(MatchEnd place, int segments) => (place, segments) switch
    {
        // One lookup on either side, and ours parses a value and renews.
        (_, 2) => Budget.TimeAtMost(1.5),
        (MatchEnd.End, 10) => Budget.TimeAtMost(0.6),
        (MatchEnd.End, 50) => Budget.TimeAtMost(0.3),
        (MatchEnd.End, _) => Budget.TimeAtMost(0.15),
        (_, 10) => Budget.TimeAtMost(0.2),
        (_, 50) => Budget.TimeAtMost(0.02),
        (MatchEnd.Start, 200) => Budget.TimeAtMost(0.001).ButHeldAt(0.0016, "It stands at the limit: the look at the chain and the lookup of the key are all that is left of it."),
        _ => Budget.TimeAtMost(0.001),
    };
}
