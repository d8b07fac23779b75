namespace Gateway.Live.Feed;

/// <summary>A client whose conversations are kept.</summary>
internal sealed record ClientSummary(string Client, string Api, string Model, long Requests);
