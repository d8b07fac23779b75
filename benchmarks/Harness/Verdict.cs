namespace EmbeddedCache.Benchmarks;

internal enum Verdict
{
    /// <summary>There is no budget.</summary>
    Shown,

    /// <summary>The budget holds.</summary>
    Ok,

    /// <summary>The budget does not hold, which is known, and it is no worse than it was.</summary>
    KnownBroken,

    /// <summary>The budget does not hold, or what is allocated is more than allowed.</summary>
    Broken,
}
