using EmbeddedCache.Conformance;

namespace EmbeddedCache.Stores.Tests;

/// <summary>The same random programs in memory and on a server: the answers are equal, one by one.</summary>
[TestClass]
public sealed class RedisDifferentialTests
{
    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public Task Answers_2_000_programs_as_the_store_in_memory_does(TestServerKind kind, PathLayout layout) =>
        DifferentialRun.CompareAsync(
            static () => new(new StoreUnderTest(new InMemoryCacheStore())),
            async () => new(await TestRun.StoreAsync(kind, options => options.PathLayout = layout)));
}
