namespace EmbeddedCache.Internal;

/// <summary>
/// The spaces of the keys, wire format: <c>{space}{id}:{name}</c>.
/// <code>
/// sticky_session:{groupId}:{sessionHash}       account id, decimal int64
/// ag:model_load:{accountId}:{model}            calls, decimal int64
/// ag:model_last_used:{accountId}:{model}       Unix seconds, decimal int64
/// conversation:{groupId}:{TenantHash}          hash of path -> {sessionId}:{accountId}; the one space that sub2api does not have
/// gemini:trie:{groupId}:{prefixHash}           the same, in sub2api's form
/// anthropic:trie:{groupId}:{prefixHash}        the same
/// </code>
/// </summary>
internal static class KeySpaces
{
    public const string Sessions = "sticky_session:";
    public const string ModelCalls = "ag:model_load:";
    public const string ModelLastUsed = "ag:model_last_used:";
    public const string GeminiConversations = "gemini:trie:";
    public const string AnthropicConversations = "anthropic:trie:";
    public const string Conversations = "conversation:";
}
