using System.Globalization;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>The server's time for one find in both layouts, beside the original's algorithm.</summary>
internal sealed class ServerTime : IRatioSuite
{
    public static readonly int[] Lengths = [10, 50, 200, 1_000];

    public string Name => "redis-find-end, redis-find-start-dense, redis-find-start-sparse";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using RedisTarget target = await RedisTarget.ConnectAsync(run.Redis!);
        await using var cost = new FindCost(target);
        foreach (MatchPlace place in Enum.GetValues<MatchPlace>())
        {
            foreach (int messages in Lengths)
            {
                cancellationToken.ThrowIfCancellationRequested();
                FindFigures figures = await cost.MeasureAsync(Conversation.Make(messages, place));
                string name = string.Create(CultureInfo.InvariantCulture, $"redis-find-{NameOf(place)}-{messages}");
                run.Add(Row(name, figures.Full, figures.Original, FullPathBudget(place, messages)));
                run.Add(Row(name + " hashed", figures.Hashed, figures.Original, HashedBudget(place, messages)));
            }
        }
    }

    private static RatioRow Row(string name, Measurement ours, Measurement original, Budget budget) =>
        new(name, original.Name, ours.Nanoseconds / 1_000, original.Nanoseconds / 1_000, "us", budget) { Ratio = Measurement.MedianRatio(ours, original) };

    private static string NameOf(MatchPlace place) => place switch
    {
        MatchPlace.End => "end",
        MatchPlace.StartDense => "start-dense",
        _ => "start-sparse",
    };

    // Half as much again, or twice, what four runs have shown. A find in ten messages is mostly the script's start.
    private static Budget FullPathBudget(MatchPlace place, int messages) => Budget.TimeAtMost((place, messages) switch
    {
        (MatchPlace.End, 200) => 0.33,
        (MatchPlace.End, 1_000) => 0.27,
        (MatchPlace.StartDense, 200) => 0.05,
        (MatchPlace.StartDense, 1_000) => 0.015,
        (MatchPlace.StartSparse, 200) => 0.006,
        (MatchPlace.StartSparse, 1_000) => 0.0006,
        (_, 10) => 1.2,
        _ => 0.6,
    });

    private static Budget HashedBudget(MatchPlace place, int messages) => Budget.TimeAtMost((place, messages) switch
    {
        (MatchPlace.End, 200) => 0.18,
        (MatchPlace.End, 1_000) => 0.07,
        (MatchPlace.StartDense, 200) => 0.05,
        (MatchPlace.StartDense, 1_000) => 0.008,
        (MatchPlace.StartSparse, 200) => 0.01,
        (MatchPlace.StartSparse, 1_000) => 0.0008,
        (_, 10) => 1.2,
        _ => 0.6,
    });
}
