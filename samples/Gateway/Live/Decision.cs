namespace Gateway.Live;

/// <summary>Where one request went, and why: what the page shows. It carries no key, no text and no whole hash.</summary>
/// <param name="Number">Counts the requests of this process, from 1 on.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Client">A short name of the client whose conversations are kept apart from others': of one tenant, API and model.</param>
/// <param name="Api"><c>anthropic</c>, <c>openai-chat</c>, <c>openai-responses</c> or <c>gemini</c>.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="FoundBy"><c>session</c>, <c>conversation</c> or <c>new</c>.</param>
/// <param name="MatchedSegments">How many segments of the chain were known.</param>
/// <param name="Segments">The segments of the chain, each its kind, a colon and the first characters of its hash.</param>
/// <param name="Account">The account that answered.</param>
/// <param name="TriedBefore">Accounts that were tried before it and failed.</param>
/// <param name="Status">The status that the caller got.</param>
/// <param name="Streamed">Whether the answer was streamed.</param>
/// <param name="DecisionMicroseconds">How long fingerprints and cache took together.</param>
internal sealed record Decision(
    long Number,
    DateTimeOffset At,
    string Client,
    string Api,
    string Model,
    string FoundBy,
    int MatchedSegments,
    IReadOnlyList<string> Segments,
    string Account,
    IReadOnlyList<string> TriedBefore,
    int Status,
    bool Streamed,
    double DecisionMicroseconds);
