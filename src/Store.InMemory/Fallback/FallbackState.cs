namespace EmbeddedCache.Stores;

/// <summary>Where a <see cref="LocalFallbackStore"/> works.</summary>
public enum FallbackState
{
    /// <summary>On its primary store.</summary>
    Connected,

    /// <summary>On the memory of this process, because the primary failed.</summary>
    Away,

    /// <summary>Still on the memory of this process, while the primary is tried and gets what was written meanwhile.</summary>
    Returning,
}
