namespace EmbeddedCache.Conformance.Tests;

/// <summary>The suite on any store at all; for tests of the kit itself.</summary>
internal sealed class OpenedSuite(Func<StoreUnderTest> open, ConformanceOptions? options = null) : StoreConformance
{
    public override ConformanceOptions Options => options ?? base.Options;

    public override ValueTask<StoreUnderTest> OpenAsync() => new(open());
}
