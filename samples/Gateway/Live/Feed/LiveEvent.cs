namespace Gateway.Live.Feed;

/// <summary>Something that the watchers are told: one event of the stream.</summary>
/// <param name="Type">The event's name.</param>
/// <param name="Sequence">What the watcher gives as the last it saw when it comes back; null for what needs no catching up.</param>
/// <param name="Data">Its data as JSON. Written once, by a watcher's thread, so that no request waits for it.</param>
internal sealed record LiveEvent(string Type, long? Sequence, Lazy<string> Data);
