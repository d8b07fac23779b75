namespace EmbeddedCache.Internal;

/// <summary>
/// The spaces of the keys, wire format: <c>{space}{id}:{name}</c>.
/// <code>
/// sticky_session:{groupId}:{sessionHash}       account id, decimal int64
/// ag:model_load:{accountId}:{model}            calls, decimal int64
/// ag:model_last_used:{accountId}:{model}       Unix seconds, decimal int64
/// gemini:trie:{groupId}:{prefixHash}           hash of path -> {sessionId}:{accountId}
/// anthropic:trie:{groupId}:{prefixHash}        the same
/// openai:trie:{groupId}:{prefixHash}           the same; the one space the Go original does not have
/// </code>
/// </summary>
internal static class KeySpaces
{
    public const string Sessions = "sticky_session:";
    public const string ModelCalls = "ag:model_load:";
    public const string ModelLastUsed = "ag:model_last_used:";
    public const string GeminiConversations = "gemini:trie:";
    public const string AnthropicConversations = "anthropic:trie:";
    public const string OpenAIConversations = "openai:trie:";
}
