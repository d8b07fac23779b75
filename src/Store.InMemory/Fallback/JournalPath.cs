namespace EmbeddedCache.Stores;

/// <summary>What the primary has to be told of one path.</summary>
/// <param name="Value">Its value; null for a path that was removed.</param>
/// <param name="Known">The value that the primary had there as far as was known here; null when nothing was.</param>
internal readonly record struct JournalPath(string? Value, string? Known);
