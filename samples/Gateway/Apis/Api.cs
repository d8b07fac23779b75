using EmbeddedCache;

namespace Gateway.Apis;

/// <summary>One of the APIs that the gateway serves: its routes, its keys, how its requests are fingerprinted, and what its errors look like.</summary>
internal abstract class Api
{
    public static readonly IReadOnlyList<Api> All = [new AnthropicApi(), new OpenAIChatApi(), new OpenAIResponsesApi(), new GeminiApi()];

    public static readonly string Names = string.Join(", ", All.Select(static api => api.Name));

    /// <summary>What the configuration, the logs and the page call it.</summary>
    public abstract string Name { get; }

    /// <summary>The paths that it answers to.</summary>
    public abstract IReadOnlyList<string> Routes { get; }

    /// <summary>The header that carries a key.</summary>
    public abstract string KeyHeader { get; }

    /// <summary>What stands in that header before the key.</summary>
    public virtual string KeyScheme => string.Empty;

    /// <summary>What stands before its session hashes: the same text sent to two APIs is two sessions. Anthropic's have none, as in sub2api.</summary>
    public virtual string SessionPrefix => Name + ":";

    public static Api? Of(string name) => All.FirstOrDefault(api => api.Name == name);

    /// <summary>The fingerprint of the conversation.</summary>
    /// <exception cref="FormatException">The body is not such a request; the message says where.</exception>
    public abstract string DigestChain(ReadOnlySpan<byte> body);

    /// <summary>Where a client's conversations are kept.</summary>
    public abstract ConversationScope Scope(long groupId, string prefixHash);

    /// <summary>The model asked for, and whether the answer is to be streamed.</summary>
    /// <exception cref="FormatException">The request names no model.</exception>
    public virtual (string Model, bool Streamed) ModelOf(HttpRequest request, ReadOnlySpan<byte> body) => BodyFields.Read(body);

    /// <summary>An error as the API's own clients expect it, JSON in UTF-8.</summary>
    public abstract byte[] Error(int status, string message);
}
