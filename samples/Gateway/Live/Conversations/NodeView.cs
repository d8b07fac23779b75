namespace Gateway.Live.Conversations;

/// <summary>A node as the page gets it.</summary>
/// <param name="Parent">The index of the node before it; -1 for none.</param>
/// <param name="Segment">Its kind, a colon and the first characters of its hash.</param>
/// <param name="Account">The account that answered the last request that ended here; null when none did.</param>
/// <param name="Requests">Requests that went through here.</param>
/// <param name="LastAt">When the last of them came.</param>
/// <param name="Beyond">Segments behind this one that are not kept.</param>
internal sealed record NodeView(int Parent, string Segment, string? Account, long Requests, DateTimeOffset LastAt, int Beyond);
