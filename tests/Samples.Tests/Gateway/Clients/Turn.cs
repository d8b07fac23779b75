namespace EmbeddedCache.Samples.Tests;

/// <summary>What a client got back for one request.</summary>
/// <param name="Account">The account that answered, as the gateway says.</param>
/// <param name="Match">How it was found, as the gateway says.</param>
/// <param name="Text">The answer's text; empty when a tool is called.</param>
/// <param name="Tool">The tool that is called and its arguments; null for none.</param>
/// <param name="InputTokens">The tokens of the prompt.</param>
/// <param name="CachedTokens">How many of them the account had in its prompt cache.</param>
internal sealed record Turn(string Account, string Match, string Text, (string Name, string Arguments)? Tool, long InputTokens, long CachedTokens);
