namespace Gateway.Live.Feed;

/// <summary>A decision as the page gets it.</summary>
/// <param name="Sequence">Counts the changes of the feed, so that the page sees when it missed one.</param>
/// <param name="Made">The decision.</param>
/// <param name="Moved">Whether another account had answered the conversation before.</param>
internal sealed record LiveDecision(long Sequence, Decision Made, bool Moved);
