namespace EmbeddedCache.Stores;

/// <summary>The longest saved path that another one begins with; the default value is none.</summary>
/// <param name="Value">Its value; null for none.</param>
/// <param name="Length">Its length in characters.</param>
/// <param name="Id">Its place in <see cref="SavedPaths"/>.</param>
internal readonly record struct TrieMatch(string? Value, int Length, int Id);
