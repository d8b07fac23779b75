using EmbeddedCache.Stores;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A store with a fallback passes the suite as the store itself does.</summary>
[TestClass]
public sealed class LocalFallbackConformance : StoreConformance
{
    public override ValueTask<StoreUnderTest> OpenAsync()
    {
        var time = new FakeTimeProvider();
        var store = new LocalFallbackStore(new InMemoryCacheStore(timeProvider: time), timeProvider: time);
        return new(new StoreUnderTest(store, ConformanceClock.MovedBy(time.Advance)));
    }

    [TestMethod]
    [DynamicData(nameof(Checks), typeof(StoreConformance))]
    public Task Keeps_the_contract(string check) => RunAsync(check);
}
