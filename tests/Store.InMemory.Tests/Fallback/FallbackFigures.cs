using System.Diagnostics;
using static EmbeddedCache.Stores.Tests.Keys;

namespace EmbeddedCache.Stores.Tests;

/// <summary>What the fallback costs an operation, while the primary is there and while it is away.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FallbackFigures
{
    private const int Calls = 100_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task An_operation_during_an_outage_costs_microseconds()
    {
        await using var primary = new FaultyStore(TimeProvider.System);
        await using var plain = new InMemoryCacheStore();
        await using var copying = new LocalFallbackStore(new InMemoryCacheStore());
        await using var bare = new LocalFallbackStore(new InMemoryCacheStore(), new LocalFallbackOptions { KeepCopies = false });
        await using var away = new LocalFallbackStore(primary, new LocalFallbackOptions { FailureThreshold = 1, ProbeInterval = TimeSpan.FromHours(1) });
        primary.GoAway();
        await away.GetAsync(Number(1));
        string path = string.Join('-', Enumerable.Range(0, 200).Select(static i => $"u:{i:x13}"));

        TestContext.WriteLine("Microseconds an operation, on a primary that costs next to nothing:");
        TestContext.WriteLine($"{"",-28}{"get",8}{"set",8}{"find, 200 messages",22}");
        foreach ((string name, ICacheStore store) in new (string, ICacheStore)[]
        {
            ("no fallback", plain), ("connected, no copies", bare), ("connected, with copies", copying), ("away", away),
        })
        {
            await store.SavePathAsync(Trie(1), path, "s:1", Minute);
            await MeasureAsync(async i => await store.GetAsync(Number(i)));
            double set = await MeasureAsync(async i => await store.SetAsync(Number(i), i, Minute));
            double get = await MeasureAsync(async i => await store.GetAsync(Number(i)));
            double find = await MeasureAsync(async _ => await store.FindLongestPrefixAsync(Trie(1), path, Minute));
            TestContext.WriteLine($"{name,-28}{get,8:0.00}{set,8:0.00}{find,22:0.00}");

            // A timeout costs a million; a busy machine makes ten of one.
            (get + set + find).Should().BeLessThan(300, "microseconds");
        }
    }

    private static async Task<double> MeasureAsync(Func<int, Task> call)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            await call(i % 10_000);
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Calls;
    }
}
