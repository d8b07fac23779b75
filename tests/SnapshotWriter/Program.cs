using System.Globalization;
using EmbeddedCache.Stores;

// Keeps a store that writes its snapshot at every interval, and changes all its entries round after round, until it is killed, or until its
// input ends: then it writes the last one. Arguments: the path, how many entries, and the interval in milliseconds.
var options = new InMemoryStoreOptions
{
    SnapshotPath = args[0],
    SnapshotInterval = TimeSpan.FromMilliseconds(int.Parse(args[2], CultureInfo.InvariantCulture)),
};
int entries = int.Parse(args[1], CultureInfo.InvariantCulture);
TimeSpan life = TimeSpan.FromHours(1);

await using var store = new InMemoryCacheStore(options);
Console.WriteLine($"{store.Count} entries read, {store.SnapshotFailures} failures");

// On a thread of its own: the console reads synchronously, whatever the method is called.
Task<string?> end = Task.Run(Console.In.ReadLine);
for (long round = 1; !end.IsCompleted; round++)
{
    for (int i = 0; i < entries; i++)
    {
        await store.SetAsync(new CacheKey("number:", i, "n"), round, life);
    }

    await store.SavePathAsync(new CacheKey("trie:", round % 100, "t"), $"u:{round}-m:{round}", $"session:{round}", life);
    if (round == 1)
    {
        Console.WriteLine("ready");
    }
}

await store.DisposeAsync();
Console.WriteLine($"{store.SnapshotFailures} failures");
