using EmbeddedCache.Stores;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>The in-memory store passes the suite, to the millisecond.</summary>
[TestClass]
public sealed class InMemoryConformance : StoreConformance
{
    public override ValueTask<StoreUnderTest> OpenAsync()
    {
        var time = new FakeTimeProvider();
        return new(new StoreUnderTest(new InMemoryCacheStore(timeProvider: time), ConformanceClock.MovedBy(time.Advance)));
    }

    [TestMethod]
    [DynamicData(nameof(Checks), typeof(StoreConformance))]
    public Task Keeps_the_contract(string check) => RunAsync(check);
}
