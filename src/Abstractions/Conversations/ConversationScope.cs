using EmbeddedCache.Internal;
using EmbeddedCache.Stores;

namespace EmbeddedCache;

/// <summary>
/// Where a conversation is looked for and saved: one group, one client (by its prefix hash) and one kind of API. Conversations of
/// different scopes never meet. Make one with <see cref="Gemini"/>, <see cref="Anthropic"/> or <see cref="OpenAI"/>; the default
/// value is no scope, and is refused.
/// </summary>
public readonly record struct ConversationScope
{
    private ConversationScope(string space, long groupId, string prefixHash)
    {
        Arguments.CheckName(prefixHash);
        Key = new CacheKey(space, groupId, prefixHash);
    }

    /// <summary>The group.</summary>
    public long GroupId => Key.Id;

    /// <summary>What keeps clients apart, usually from <see cref="EmbeddedCache.PrefixHash.Compute"/>; null in the default value.</summary>
    public string PrefixHash => Key.Name;

    internal CacheKey Key { get; }

    /// <summary>The conversations of a client with the Gemini API.</summary>
    /// <param name="groupId">The group; any value.</param>
    /// <param name="prefixHash">What keeps clients apart: 1 to 1,024 characters of valid UTF-16.</param>
    /// <exception cref="ArgumentException"><paramref name="prefixHash"/> is empty, too long, or not valid UTF-16.</exception>
    public static ConversationScope Gemini(long groupId, string prefixHash) => new(KeySpaces.GeminiConversations, groupId, prefixHash);

    /// <summary>The conversations of a client with the Anthropic API.</summary>
    /// <inheritdoc cref="Gemini"/>
    public static ConversationScope Anthropic(long groupId, string prefixHash) => new(KeySpaces.AnthropicConversations, groupId, prefixHash);

    /// <summary>The conversations of a client with the OpenAI APIs, Chat Completions and Responses.</summary>
    /// <inheritdoc cref="Gemini"/>
    public static ConversationScope OpenAI(long groupId, string prefixHash) => new(KeySpaces.OpenAIConversations, groupId, prefixHash);
}
