using EmbeddedCache.Stores;
using Microsoft.Extensions.Caching.Memory;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// A million sessions expire at once, and are taken out while a reader goes on asking for others: the longest time that one of its reads
/// took. Less than a millisecond counts as one: a machine interrupts its programs for as long by itself.
/// </summary>
internal sealed class Expiry : IRatioSuite
{
    private const int Expiring = 1_000_000;
    private const int Staying = 100;

    private const double ShortestPause = 1;

    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Long = TimeSpan.FromHours(24);

    private readonly LeapingTime _time = new();

    public string Name => "expiry";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        string[] hashes = Sessions.NewHashes(new Random(4), Expiring + Staying);
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 2 * Expiring }, _time);
        using var memory = new MemoryCache(new MemoryCacheOptions { Clock = _time });
        double[] ours = new double[RoundRunner.FewestRounds];
        double[] peers = new double[RoundRunner.FewestRounds];
        for (int round = 0; round < RoundRunner.FewestRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ours[round] = LongestReadOfOurs(store, hashes).TotalMilliseconds;
            peers[round] = LongestReadOfMemoryCache(memory, hashes).TotalMilliseconds;
        }

        run.Add(new RatioRow(Name, "MemoryCache", Measurement.Median(ours), Measurement.Median(peers), "ms", Budget.TimeAtMost(1))
        {
            Ratio = Measurement.MedianRatio([.. ours.Select(Pause)], [.. peers.Select(Pause)]),
        });
    }

    private static double Pause(double milliseconds) => Math.Max(milliseconds, ShortestPause);

    private TimeSpan LongestReadOfOurs(InMemoryCacheStore store, string[] hashes)
    {
        var cache = new GatewayCache(store, timeProvider: _time);
        LongestRead.Fill(() =>
        {
            for (int i = 0; i < hashes.Length; i++)
            {
                Answer.Done(cache.SetSessionAccountAsync(Sessions.GroupId, hashes[i], i, i < Staying ? Long : Short));
            }
        });
        Answer.Check(store.Count == hashes.Length);
        return LongestRead.Measure(
            expire: () =>
            {
                _time.Leap(2 * Short);
                _time.Tick();
            },
            isOver: () => store.Count == Staying,
            read: turn => Answer.Of(cache.GetSessionAccountAsync(Sessions.GroupId, hashes[turn % Staying])) == turn % Staying);
    }

    private TimeSpan LongestReadOfMemoryCache(MemoryCache cache, string[] hashes)
    {
        LongestRead.Fill(() =>
        {
            for (int i = 0; i < hashes.Length; i++)
            {
                cache.Set(Sessions.KeyString(hashes[i]), (long)i, i < Staying ? Long : Short);
            }
        });
        Answer.Check(cache.Count == hashes.Length);
        return LongestRead.Measure(
            // Its next read starts the scan.
            expire: () => _time.Leap(2 * Short),
            isOver: () => cache.Count == Staying,
            read: turn =>
            {
                Span<char> key = stackalloc char[Sessions.KeyLength];
                return cache.TryGetValue(Sessions.KeyText(hashes[turn % Staying], key), out object? account) && (long)account! == turn % Staying;
            });
    }
}
