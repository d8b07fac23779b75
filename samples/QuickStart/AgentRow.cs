namespace QuickStart;

/// <summary>How many requests of a recording came back to the account of the request they continue.</summary>
/// <param name="Recording">The client and its version.</param>
/// <param name="Requests">How many requests there are.</param>
/// <param name="Continuing">How many of them continue another one.</param>
/// <param name="Returned">How many of these came back.</param>
/// <param name="ContinuingByHistory">How many continue another one with the same model, which the history alone can tell.</param>
/// <param name="ReturnedByHistory">How many of these came back when nothing named the session.</param>
internal sealed record AgentRow(string Recording, int Requests, int Continuing, int Returned, int ContinuingByHistory, int ReturnedByHistory);
