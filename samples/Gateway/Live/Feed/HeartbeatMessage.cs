namespace Gateway.Live.Feed;

/// <summary>The data of the event <c>heartbeat</c>, by which the page knows that the stream lives.</summary>
/// <param name="Now">The server's clock.</param>
/// <param name="Sequence">The number of the last change, so that the page sees when it missed the last ones.</param>
internal sealed record HeartbeatMessage(DateTimeOffset Now, long Sequence);
