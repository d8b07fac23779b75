namespace EmbeddedCache.Conformance.Tests;

/// <summary>The suite holds on a clock that nobody can move.</summary>
[TestClass]
public sealed class ToyStoreRealTimeConformance : StoreConformance
{
    public override ValueTask<StoreUnderTest> OpenAsync() => new(new StoreUnderTest(new ToyStore(TimeProvider.System)));

    [TestMethod]
    [DynamicData(nameof(Checks), typeof(StoreConformance))]
    public Task Keeps_the_contract(string check) => RunAsync(check);
}
