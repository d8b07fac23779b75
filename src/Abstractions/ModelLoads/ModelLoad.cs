namespace EmbeddedCache;

/// <summary>How busy an account is with a model.</summary>
/// <param name="CallCount">Calls counted since 24 hours (by default) passed without one; 0 when none is known.</param>
/// <param name="LastUsedAt">The moment of the last call, to the second; null for never, or not known any more.</param>
public readonly record struct ModelLoad(long CallCount, DateTimeOffset? LastUsedAt);
