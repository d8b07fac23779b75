using EmbeddedCache.Conformance;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>The conformance suite on a store that is watched for secrets.</summary>
internal sealed class WatchedConformance(ICacheStore store, SecretScan secrets) : StoreConformance
{
    /// <inheritdoc/>
    public override ConformanceOptions Options { get; } = new() { Programs = 60, ConcurrentPrograms = 10 };

    /// <inheritdoc/>
    public override ValueTask<StoreUnderTest> OpenAsync() => new(new StoreUnderTest(new WatchedStore(store, secrets), leaveOpen: true));
}
