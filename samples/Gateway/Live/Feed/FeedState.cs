namespace Gateway.Live.Feed;

/// <summary>All that the feed keeps, at one moment.</summary>
/// <param name="Sequence">The number of the last change.</param>
/// <param name="Totals">What became of all requests.</param>
/// <param name="History">The last minutes.</param>
/// <param name="Clients">The clients whose conversations are kept, the latest first.</param>
/// <param name="Recent">The latest decisions, oldest first.</param>
internal sealed record FeedState(
    long Sequence,
    Totals Totals,
    IReadOnlyList<Bucket> History,
    IReadOnlyList<ClientSummary> Clients,
    IReadOnlyList<LiveDecision> Recent);
