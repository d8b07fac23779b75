using EmbeddedCache;

namespace QuickStart;

/// <summary>One of the APIs that a gateway serves: its paths, how its requests are fingerprinted, and where its conversations are kept.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Messages">The field of a request that holds the messages.</param>
/// <param name="DigestChain">The fingerprint of a request's conversation.</param>
/// <param name="Scope">Where a client's conversations are kept, by group and prefix hash.</param>
internal sealed record Api(string Name, string Messages, Fingerprint DigestChain, Func<long, string, ConversationScope> Scope)
{
    private static readonly Api Anthropic = new("Anthropic", "messages", EmbeddedCache.DigestChain.ForAnthropic, ConversationScope.Anthropic);
    private static readonly Api Gemini = new("Gemini", "contents", EmbeddedCache.DigestChain.ForGemini, ConversationScope.Gemini);
    private static readonly Api Chat = new("OpenAI Chat", "messages", EmbeddedCache.DigestChain.ForOpenAIChat, ConversationScope.OpenAI);
    private static readonly Api Responses = new("OpenAI Responses", "input", EmbeddedCache.DigestChain.ForOpenAIResponses, ConversationScope.OpenAI);

    /// <summary>The API that serves a path; null for none.</summary>
    public static Api? Of(string path) => path switch
    {
        "/v1/messages" => Anthropic,
        "/v1/chat/completions" => Chat,
        "/v1/responses" => Responses,
        _ when path.StartsWith("/v1beta/models/", StringComparison.Ordinal) => Gemini,
        _ => null,
    };

    /// <summary>The model that a path names, as Gemini's do; null when the body does.</summary>
    public static string? ModelOf(string path)
    {
        string[] parts = path.Split('/', ':');
        return parts is ["", "v1beta", "models", var model, ..] ? model : null;
    }
}

internal delegate string Fingerprint(ReadOnlySpan<byte> utf8Body);
