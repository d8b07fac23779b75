using EmbeddedCache;

namespace Gateway.Apis;

/// <summary>One of the APIs that the gateway serves: its routes, its keys, how its requests are fingerprinted, and what its errors look like.</summary>
internal abstract class Api
{
    public static readonly IReadOnlyList<Api> All = [new AnthropicApi(), new OpenAIChatApi(), new OpenAIResponsesApi(), new GeminiApi()];

    public static readonly string Names = string.Join(", ", All.Select(static api => api.Name));

    /// <summary>What its requests are read as.</summary>
    public abstract LlmApi Kind { get; }

    /// <summary>What the configuration, the logs and the page call it.</summary>
    public abstract string Name { get; }

    /// <summary>The paths that it answers to.</summary>
    public abstract IReadOnlyList<string> Routes { get; }

    /// <summary>The header that carries a key.</summary>
    public abstract string KeyHeader { get; }

    /// <summary>What stands in that header before the key.</summary>
    public virtual string KeyScheme => string.Empty;

    public static Api? Of(string name) => All.FirstOrDefault(api => api.Name == name);

    /// <summary>The model that the path names; null where the body does.</summary>
    public virtual string? ModelInPath(HttpRequest request) => null;

    /// <summary>Whether the answer is to be streamed.</summary>
    public virtual bool IsStreamed(HttpRequest request, ReadOnlySpan<byte> body) => StreamField.Read(body);

    /// <summary>An error as the API's own clients expect it, JSON in UTF-8.</summary>
    public abstract byte[] Error(int status, string message);
}
