namespace EmbeddedCache.Abuse.Tests;

/// <summary>How long the longest call of an operation held the server, and how many calls there were.</summary>
internal readonly record struct HoldTime(TimeSpan Longest, int Calls);
