using System.Diagnostics;
using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>Entries that expire while nobody comes by. The system's clock and timer, as in a gateway.</summary>
internal sealed class IdleEntriesCheck(int entries) : IBoundsCheck
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    // What is promised, from when they expired.
    private static readonly TimeSpan Promised = TimeSpan.FromMinutes(1);

    public async Task<BoundsTable> RunAsync(CancellationToken cancellationToken)
    {
        var table = new BoundsTable(
            string.Create(CultureInfo.InvariantCulture, $"{entries:N0} idle entries that expire after {Life.TotalSeconds:F0} s, and no traffic"), "when", "live MB", "working set MB");
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = entries });
        ProcessMemory before = ProcessMemory.Now(givesBack: true);
        await FillAsync(new GatewayCache(store), cancellationToken);
        long filled = Stopwatch.GetTimestamp();
        ProcessMemory full = ProcessMemory.Now();
        int count = store.Count;

        // Only the memory of the process is looked at: nothing touches the store.
        ProcessMemory after;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            after = ProcessMemory.Now(givesBack: true);
        }
        while (after.Live - before.Live > (full.Live - before.Live) / 100 && Stopwatch.GetElapsedTime(filled) < Life + Promised);

        double seconds = (Stopwatch.GetElapsedTime(filled) - Life).TotalSeconds;
        table.Add("before", before.Live, before.WorkingSet);
        table.Add("full", full.Live, full.WorkingSet);
        table.Add("given back", after.Live, after.WorkingSet);
        table.Expect(count == entries, string.Create(CultureInfo.InvariantCulture, $"{count:N0} entries were there"));
        table.Expect(
            after.Live - before.Live <= (full.Live - before.Live) / 100,
            string.Create(CultureInfo.InvariantCulture, $"99 % of their memory was free {Math.Max(0, seconds):F0} s after they expired (60 s are promised)"));
        double left = (after.WorkingSet - before.WorkingSet) / (full.WorkingSet - before.WorkingSet);
        table.ExpectOfMachine(left < 0.25, string.Create(CultureInfo.InvariantCulture, $"the working set is back as well ({left:P0} of what they added is left)"));
        table.Expect(store.Count == 0 && store.GetStatistics().Expirations == entries, "every one was counted as expired");
        return table;
    }

    private async Task FillAsync(GatewayCache cache, CancellationToken cancellationToken)
    {
        for (int i = 0; i < entries; i++)
        {
            await cache.SetSessionAccountAsync(1, i.ToString("x16", CultureInfo.InvariantCulture), i, Life, cancellationToken);
        }
    }
}
