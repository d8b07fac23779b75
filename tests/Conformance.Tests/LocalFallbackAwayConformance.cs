using EmbeddedCache.Stores;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A store with a fallback passes the suite while the store behind it is away for good.</summary>
[TestClass]
public sealed class LocalFallbackAwayConformance : StoreConformance
{
    public override ValueTask<StoreUnderTest> OpenAsync()
    {
        var time = new FakeTimeProvider();
        return new(new StoreUnderTest(new LocalFallbackStore(new AbsentStore(), timeProvider: time), ConformanceClock.MovedBy(time.Advance)));
    }

    [TestMethod]
    [DynamicData(nameof(Checks), typeof(StoreConformance))]
    public Task Keeps_the_contract(string check) => RunAsync(check);
}
