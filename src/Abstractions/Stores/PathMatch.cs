namespace EmbeddedCache.Stores;

/// <summary>The longest saved path that a looked-up path begins with.</summary>
/// <param name="Value">The value saved at that path. Never empty.</param>
/// <param name="Length">How many characters of the looked-up path matched: <c>path[..Length]</c> is the saved path.</param>
public readonly record struct PathMatch(string Value, int Length);
