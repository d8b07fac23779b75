using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A third store passes the suite. The README shows this class.</summary>
[TestClass]
public sealed class ToyStoreConformance : StoreConformance
{
    public override ValueTask<StoreUnderTest> OpenAsync()
    {
        var time = new FakeTimeProvider();
        return new(new StoreUnderTest(new ToyStore(time), ConformanceClock.MovedBy(time.Advance)));
    }

    [TestMethod]
    [DynamicData(nameof(Checks), typeof(StoreConformance))]
    public Task Keeps_the_contract(string check) => RunAsync(check);
}
