namespace EmbeddedCache.Stores;

/// <summary>
/// A store that works on something else while the one behind it is away. The health check calls it degraded then, and looks at the store behind it
/// where that one says more of itself. Optional for a store.
/// </summary>
public interface IFallbackCacheStore
{
    /// <summary>The store behind it.</summary>
    ICacheStore Primary { get; }

    /// <summary>Whether the store behind it is away, or on its way back.</summary>
    bool IsOnFallback { get; }
}
