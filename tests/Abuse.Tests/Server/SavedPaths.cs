namespace EmbeddedCache.Abuse.Tests;

/// <summary>What a hostile client saved before it looks up its chain.</summary>
public enum SavedPaths
{
    /// <summary>Beginnings of the chain, all along it but for its end.</summary>
    Beginnings,

    /// <summary>Chains that differ in their last segment only.</summary>
    ForksAtTheEnd,

    /// <summary>Chains that differ from the second segment on.</summary>
    ForksAtTheStart,

    /// <summary>The first segment, and chains that have nothing in common with it.</summary>
    Strangers,
}
