namespace Gateway.Live.Feed;

/// <summary>The data of the event <c>decision</c>.</summary>
/// <param name="Live">The decision.</param>
/// <param name="Totals">The totals with it, so that whoever missed some has them right all the same.</param>
internal sealed record DecisionMessage(LiveDecision Live, Totals Totals);
