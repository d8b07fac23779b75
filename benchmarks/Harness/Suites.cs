using EmbeddedCache.Benchmarks.Memory;
using EmbeddedCache.Benchmarks.Redis;

namespace EmbeddedCache.Benchmarks;

/// <summary>All suites, in the order of their rows in the table.</summary>
internal static class Suites
{
    private static readonly IRatioSuite[] InMemory =
    [
        new StickyGet(),
        new StickyWrites(),
        new Finds(),
        new FindGrowth(),
        new FindCrowded(),
        new SaveTurn(),
        new Bytes(),
        new Scaling(),
        new Expiry(),
        new RequestFingerprints(),
    ];

    private static readonly IRatioSuite[] OnRedis = [new ServerTime(), new ServerMemory(), new RoundTrips(), new ClientCalls()];

    /// <param name="redis"><c>HOST:PORT</c>; without one, the rows in memory.</param>
    public static IReadOnlyList<IRatioSuite> For(string? redis) => redis is null ? InMemory : [.. InMemory, .. OnRedis];
}
