using EmbeddedCache.Internal;
using EmbeddedCache.Stores;

namespace EmbeddedCache;

/// <summary>
/// Where a conversation is looked up and saved. Conversations of different scopes never meet. Make one with <see cref="For"/>, or, on a Redis
/// that sub2api's gateways share, with <see cref="Gemini"/> and <see cref="Anthropic"/>; the default value is no scope, and is refused.
/// </summary>
public readonly record struct ConversationScope
{
    private ConversationScope(string space, long groupId, string name) => Key = new CacheKey(space, groupId, name);

    /// <summary>The group.</summary>
    public long GroupId => Key.Id;

    internal CacheKey Key { get; }

    /// <summary>The conversations of a tenant with a model over an API. Neither address nor user agent is part of it: clients change both.</summary>
    /// <param name="api">The API.</param>
    /// <param name="groupId">The group; any value.</param>
    /// <param name="tenant">Who is billed, such as the id of an API key or a user: 1 to 1,024 characters of valid UTF-16.</param>
    /// <param name="model">The model: 1 to 1,024 characters of valid UTF-16.</param>
    /// <exception cref="ArgumentException">A text is null, empty, too long, or not valid UTF-16.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="api"/> is no <see cref="LlmApi"/>.</exception>
    public static ConversationScope For(LlmApi api, long groupId, string tenant, string model)
    {
        Arguments.CheckName(tenant);
        Arguments.CheckName(model);
        return new ConversationScope(KeySpaces.Conversations, groupId, TenantHash.Compute(api, tenant, model));
    }

    /// <summary>The conversations of a client with the Gemini API, in sub2api's form.</summary>
    /// <param name="groupId">The group; any value.</param>
    /// <param name="prefixHash">The client's <see cref="Sub2ApiFingerprints.PrefixHash"/>, or another text of 1 to 1,024 characters of valid UTF-16.</param>
    /// <exception cref="ArgumentException"><paramref name="prefixHash"/> is null, empty, too long, or not valid UTF-16.</exception>
    public static ConversationScope Gemini(long groupId, string prefixHash) => OfSub2Api(KeySpaces.GeminiConversations, groupId, prefixHash);

    /// <summary>The conversations of a client with the Anthropic API, in sub2api's form.</summary>
    /// <inheritdoc cref="Gemini"/>
    public static ConversationScope Anthropic(long groupId, string prefixHash) => OfSub2Api(KeySpaces.AnthropicConversations, groupId, prefixHash);

    private static ConversationScope OfSub2Api(string space, long groupId, string prefixHash)
    {
        Arguments.CheckName(prefixHash);
        return new ConversationScope(space, groupId, prefixHash);
    }
}
