using System.Collections.Concurrent;
using EmbeddedCache.Conformance;

namespace EmbeddedCache.Stores.Tests;

/// <summary>The Redis store passes the suite in real time, on every kind of server there is here, in both layouts.</summary>
[TestClass]
public sealed class RedisConformance : StoreConformance
{
    private static readonly ConcurrentDictionary<(TestServerKind Kind, PathLayout Layout), Task<RedisCacheStore>> Stores = [];

    private (TestServerKind Kind, PathLayout Layout) _run = (TestServerKind.Redis, PathLayout.FullPath);

    public static IEnumerable<object[]> Runs =>
        TestRun.ServersAndLayouts.SelectMany(static run => Checks, static (run, check) => new object[] { run[0], run[1], check });

    // One connection for all checks of a run, as a gateway has it.
    public override async ValueTask<StoreUnderTest> OpenAsync() => new(
        await Stores.GetOrAdd(_run, static run => TestRun.StoreAsync(run.Kind, options => options.PathLayout = run.Layout)),
        leaveOpen: true);

    [TestMethod]
    [DynamicData(nameof(Runs))]
    public Task Keeps_the_contract(TestServerKind kind, PathLayout layout, string check)
    {
        _run = (kind, layout);
        return RunAsync(check);
    }

    [ClassCleanup]
    public static async Task CloseAsync()
    {
        foreach (Task<RedisCacheStore> store in Stores.Values)
        {
            await (await store).DisposeAsync();
        }
    }
}
