namespace EmbeddedCache.Stores;

/// <summary>What became of an entry of the journal.</summary>
internal enum ReplayOutcome
{
    /// <summary>The primary has it.</summary>
    Told,

    /// <summary>The primary has a newer one, which stays.</summary>
    Newer,

    /// <summary>Its life was over.</summary>
    Expired,

    /// <summary>The primary does not take it.</summary>
    Refused,
}
