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

    private static Budget FullPathBudget(MatchPlace place, int messages) => (place, messages) switch
    {
        (MatchPlace.End, 200) => Budget.TimeAtMost(0.38),
        (MatchPlace.End, 1_000) => Budget.TimeAtMost(0.32),
        (MatchPlace.StartDense, 200) => Budget.TimeAtMost(0.23),
        (MatchPlace.StartDense, 1_000) => Budget.TimeAtMost(0.20),
        (MatchPlace.StartSparse, 200) => Budget.TimeAtMost(0.008),
        (MatchPlace.StartSparse, 1_000) => Budget.TimeAtMost(0.0012),
        _ => Budget.TimeAtMost(1),
    };

    private static Budget HashedBudget(MatchPlace place, int messages) => (place, messages) switch
    {
        _ => FullPathBudget(place, messages),
    };
}
