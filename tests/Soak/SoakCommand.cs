using System.Diagnostics;
using System.Globalization;
using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Soak.Lanes;
using EmbeddedCache.Soak.Load;
using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Soak;

/// <summary>Works all stores at once, lets things happen to their servers, and checks every answer.</summary>
internal static class SoakCommand
{
    public const int MinSeconds = 5;
    public const int MaxSeconds = 600;
    private const int MaxEntries = 3_000;

    /// <param name="duration">How long.</param>
    /// <param name="seed">What operations and faults follow from.</param>
    /// <param name="output">Where it says what it sees.</param>
    /// <param name="cancellationToken">Ends it early; what was seen by then is judged.</param>
    public static async Task<int> RunAsync(TimeSpan duration, int seed, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"soak: {duration.TotalSeconds:F0} s, seed {seed}");
        SharedServers.RequireRedisOnCI();
        if (!RedisServer.IsInstalled)
        {
            await output.WriteLineAsync("There is no redis-server in PATH: the Redis store and the fallback are NOT covered.");
        }

        var log = new SoakLog(output);
        void Unobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) => log.Violate($"an exception that nobody observed: {unobserved.Exception}");
        TaskScheduler.UnobservedTaskException += Unobserved;
        TimeSpan ran = await RunLanesAsync(duration, seed, log, output, cancellationToken);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Unobserved;
        if (log.Violations == 0)
        {
            await output.WriteLineAsync($"PASSED after {ran.TotalSeconds:F0} s, seed {seed}");
            return ExitCodes.Success;
        }

        await output.WriteLineAsync($"FAILED: {log.Violations} times something that is promised did not hold. First:");
        await output.WriteLineAsync($"  {log.First.First()}");
        await output.WriteLineAsync("Again with the same operations and faults:");
        await output.WriteLineAsync($"  dotnet run -c Release --project tests/Soak -- --seconds {duration.TotalSeconds:F0} --seed {seed}");
        return ExitCodes.Broken;
    }

    private static async Task<TimeSpan> RunLanesAsync(TimeSpan duration, int seed, SoakLog log, TextWriter output, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        await using var memory = new InMemoryCacheStore();
        await using var bounded = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = MaxEntries, MaxPathsPerTrie = ConversationTree.Chains.Length / 2 });
        var redis = new List<RedisLane>();
        if (RedisServer.IsInstalled)
        {
            redis.Add(await RedisLane.StartAsync(keepsData: true, withFallback: false, PathLayout.FullPath, new Random(random.Next()), log));
            redis.Add(await RedisLane.StartAsync(keepsData: false, withFallback: false, PathLayout.Hashed, new Random(random.Next()), log));
            redis.Add(await RedisLane.StartAsync(keepsData: true, withFallback: true, PathLayout.Hashed, new Random(random.Next()), log));
        }

        Lane[] lanes =
        [
            new Lane("memory", memory, new LaneRules(), log),
            new Lane($"memory, MaxEntries {MaxEntries.ToString("N0", CultureInfo.InvariantCulture)}", bounded, new LaneRules { Forgets = true }, log),
            .. redis.Select(static lane => lane.Lane),
        ];
        Worker[] workers = [.. lanes.SelectMany(lane => Worker.Of(lane, random))];

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watch = new Watch(lanes, log, output);
        long start = Stopwatch.GetTimestamp();
        stopping.CancelAfter(duration);
        Task faults = Task.WhenAll(redis.Select(lane => lane.RunFaultsAsync(stopping.Token)));
        Task load = Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync(stopping.Token), CancellationToken.None)));
        Task bounds = WatchBoundAsync(bounded, lanes[1], stopping.Token);
        await watch.RunAsync(duration, stopping.Token);
        await Task.WhenAll(faults, load, bounds);
        TimeSpan ran = Stopwatch.GetElapsedTime(start);

        // Nothing happens any more: what was acknowledged is there.
        await Task.WhenAll(redis.Select(static lane => lane.SettleAsync()));
        await Task.WhenAll(workers.Select(static worker => Task.Run(worker.ReadBackAsync)));
        await watch.EndAsync();
        await output.WriteLineAsync(watch.Summary());
        foreach (RedisLane lane in redis)
        {
            await lane.DisposeAsync();
        }

        return ran;
    }

    private static async Task WatchBoundAsync(InMemoryCacheStore store, Lane lane, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (store.Count is var count && count > MaxEntries)
            {
                lane.Violate($"{count} entries, where {MaxEntries} are the most");
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }
}
