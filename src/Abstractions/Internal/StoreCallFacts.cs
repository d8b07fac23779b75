using EmbeddedCache.Diagnostics;

namespace EmbeddedCache.Internal;

/// <summary>What is to be known of a call when its answer comes.</summary>
/// <param name="Operation">The operation it is for.</param>
/// <param name="Path">What is looked up, for a find; else null.</param>
/// <param name="CancellationToken">The caller's.</param>
internal readonly record struct StoreCallFacts(CacheOperation Operation, string? Path, CancellationToken CancellationToken);
