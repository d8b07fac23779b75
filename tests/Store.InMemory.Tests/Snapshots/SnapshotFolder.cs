using Microsoft.Extensions.Logging.Testing;

namespace EmbeddedCache.Stores.Tests;

/// <summary>A folder for one snapshot, and stores over it.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("embeddedcache-snapshot-").FullName;

    public string File => Path.Combine(Folder, "cache.snapshot");

    public FakeLogger<InMemoryCacheStore> Logger { get; } = new();

    public InMemoryCacheStore Open(TimeProvider? time = null, int maxEntries = 1_000_000, int maxPathsPerTrie = 8_192) =>
        new(new InMemoryStoreOptions { SnapshotPath = File, MaxEntries = maxEntries, MaxPathsPerTrie = maxPathsPerTrie }, time, Logger);

    public string[] Events() => [.. Logger.Collector.GetSnapshot().Select(static record => record.Id.Name!)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
