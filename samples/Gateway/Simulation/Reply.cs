namespace Gateway.Simulation;

/// <summary>What a simulated model answers: a text, or a call of a tool.</summary>
/// <param name="Id">The same for the same request to the same account.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="Words">The text, cut where a stream cuts it; empty when a tool is called.</param>
/// <param name="Call">The call; null for a text.</param>
/// <param name="InputTokens">The tokens of the whole prompt, those from the cache included.</param>
/// <param name="CachedTokens">How many of them the account had in its prompt cache.</param>
/// <param name="OutputTokens">The tokens of the answer.</param>
internal sealed record Reply(string Id, string Model, IReadOnlyList<string> Words, ToolCall? Call, int InputTokens, int CachedTokens, int OutputTokens)
{
    public string Text => string.Concat(Words);
}
