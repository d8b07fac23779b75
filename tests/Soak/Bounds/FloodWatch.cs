using System.Diagnostics;
using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>Measures a store ten times while it is flooded, and judges what should have stayed as it was.</summary>
/// <param name="store">The store.</param>
/// <param name="table">Gets a row each time.</param>
/// <param name="maxEntries">The store's bound.</param>
internal sealed class FloodWatch(InMemoryCacheStore store, BoundsTable table, int maxEntries)
{
    public static readonly string[] Columns = ["written", "a second", "a CPU second", "live MB", "working set MB", "entries", "evicted", "paths evicted"];

    /// <summary>How many times it is measured.</summary>
    public const int Parts = 10;

    // How much of what is there after warm-up may come on top.
    private const double Flat = 1.10;

    // A machine that others use as well is not always as fast, not even by its processor's time; a store that takes longer the more it
    // has evicted is ever slower.
    private const double Slowest = 0.67;

    private readonly List<(double Rate, ProcessMemory Memory)> _parts = [];
    private readonly Stopwatch _clock = new();
    private TimeSpan _spent;
    private long _done;

    public void Begin()
    {
        _spent = Environment.CpuUsage.TotalTime;
        _clock.Restart();
    }

    /// <summary>Measures, outside the time that is measured.</summary>
    /// <param name="done">How much was written by now.</param>
    public void Look(long done)
    {
        double rate = (done - _done) / (Environment.CpuUsage.TotalTime - _spent).TotalSeconds;
        double wallRate = (done - _done) / _clock.Elapsed.TotalSeconds;
        ProcessMemory memory = ProcessMemory.Now();
        CacheStoreStatistics statistics = store.GetStatistics();
        _parts.Add((rate, memory));
        _done = done;
        table.Add(done, (long)wallRate, (long)rate, memory.Live, memory.WorkingSet, statistics.Entries, statistics.EvictedEntries, statistics.EvictedPaths);
        Begin();
    }

    /// <param name="keys">How many distinct keys were written in all.</param>
    public void Judge(long keys)
    {
        ProcessMemory warm = _parts[1].Memory;
        double most = _parts.Skip(1).Max(static part => part.Memory.WorkingSet) / warm.WorkingSet;
        double live = _parts.Skip(1).Max(static part => part.Memory.Live) / warm.Live;
        table.Expect(live <= Flat, $"live memory within 10 % after the first two parts (at most {live:F2} times)");
        table.ExpectOfMachine(most <= Flat, $"working set within 10 % after the first two parts (at most {most:F2} times)");

        double first = Median(_parts.Skip(1).Take((Parts - 1) / 2));
        double last = Median(_parts.Skip(1 + ((Parts - 1) / 2)));
        table.ExpectOfMachine(last >= Slowest * first, $"throughput flat ({last / first:F2} of the first half's in the second, by processor time, medians of the parts)");

        CacheStoreStatistics statistics = store.GetStatistics();
        table.Expect(statistics.Entries == Math.Min(keys, maxEntries), string.Create(CultureInfo.InvariantCulture, $"{statistics.Entries:N0} keys, of {keys:N0} that were written"));
        table.Expect(statistics.EvictedEntries == Math.Max(0, keys - maxEntries), string.Create(CultureInfo.InvariantCulture, $"every eviction of a key counted: {statistics.EvictedEntries:N0}"));
    }

    private static double Median(IEnumerable<(double Rate, ProcessMemory Memory)> parts)
    {
        double[] rates = [.. parts.Select(static part => part.Rate).Order()];
        return rates[rates.Length / 2];
    }
}
