namespace QuickStart;

/// <summary>A request and where it went.</summary>
/// <param name="Request">The request.</param>
/// <param name="Decision">Where it went, and why.</param>
/// <param name="Time">How long the decision took, fingerprints included.</param>
/// <param name="Misrouted">Whether its conversation went to another account before.</param>
internal sealed record RoutedRequest(RecordedRequest Request, Decision Decision, TimeSpan Time, bool Misrouted = false);
