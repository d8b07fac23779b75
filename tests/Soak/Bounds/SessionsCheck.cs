using System.Globalization;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>Far more sessions than a store in memory keeps.</summary>
internal sealed class SessionsCheck(int sessions, int maxEntries) : IBoundsCheck
{
    public async Task<BoundsTable> RunAsync(CancellationToken cancellationToken)
    {
        var table = new BoundsTable(string.Create(CultureInfo.InvariantCulture, $"{sessions:N0} distinct sessions, MaxEntries {maxEntries:N0}"), FloodWatch.Columns);
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = maxEntries });
        var cache = new GatewayCache(store);
        var watch = new FloodWatch(store, table, maxEntries);
        long missing = 0;
        watch.Begin();
        for (int i = 0; i < sessions; i++)
        {
            string hash = HashOf(i);
            await cache.SetSessionAccountAsync(1, hash, i + 1, cancellationToken: cancellationToken);
            missing += await cache.GetSessionAccountAsync(1, hash, cancellationToken) == i + 1 ? 0 : 1;
            if ((i + 1) % (sessions / FloodWatch.Parts) == 0)
            {
                watch.Look(i + 1);
            }
        }

        watch.Judge(sessions);
        table.Expect(missing == 0, $"the newest always there ({missing} of {sessions} were not)");
        int kept = 0;
        for (int i = sessions - maxEntries; i < sessions; i++)
        {
            kept += await cache.GetSessionAccountAsync(1, HashOf(i), cancellationToken) == i + 1 ? 1 : 0;
        }

        table.Expect(kept == maxEntries, string.Create(CultureInfo.InvariantCulture, $"what is kept is the newest {maxEntries:N0}, every one"));
        return table;
    }

    private static string HashOf(int i) => i.ToString("x16", CultureInfo.InvariantCulture);
}
