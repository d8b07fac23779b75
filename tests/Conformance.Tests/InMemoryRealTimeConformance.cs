using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>The in-memory store passes the suite on the system's clock, as it runs in production.</summary>
[TestClass]
public sealed class InMemoryRealTimeConformance : StoreConformance
{
    public override ValueTask<StoreUnderTest> OpenAsync() => new(new StoreUnderTest(new InMemoryCacheStore()));

    [TestMethod]
    [DynamicData(nameof(Checks), typeof(StoreConformance))]
    public Task Keeps_the_contract(string check) => RunAsync(check);
}
