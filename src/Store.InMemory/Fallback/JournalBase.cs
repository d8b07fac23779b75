namespace EmbeddedCache.Stores;

/// <summary>What was done to a whole entry.</summary>
internal enum JournalBase
{
    /// <summary>Nothing: what the primary has stays.</summary>
    Kept,

    /// <summary>An integer took its place.</summary>
    Set,

    /// <summary>It was deleted.</summary>
    Deleted,
}
