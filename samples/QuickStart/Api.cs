using EmbeddedCache;

namespace QuickStart;

/// <summary>One of the APIs that a gateway serves.</summary>
/// <param name="Kind">What its requests are read as.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Messages">The field of a request that holds the messages.</param>
internal sealed record Api(LlmApi Kind, string Name, string Messages)
{
    private static readonly Api Anthropic = new(LlmApi.Anthropic, "Anthropic", "messages");
    private static readonly Api Gemini = new(LlmApi.Gemini, "Gemini", "contents");
    private static readonly Api Chat = new(LlmApi.OpenAIChat, "OpenAI Chat", "messages");
    private static readonly Api Responses = new(LlmApi.OpenAIResponses, "OpenAI Responses", "input");

    /// <summary>The API that serves a path; null for none.</summary>
    public static Api? Of(string path) => path.Split('?')[0] switch
    {
        "/v1/messages" => Anthropic,
        "/v1/chat/completions" => Chat,
        "/v1/responses" => Responses,
        _ when path.StartsWith("/v1beta/models/", StringComparison.Ordinal) => Gemini,
        _ => null,
    };

    /// <summary>The model that a path names, as Gemini's do; null when the body does.</summary>
    public static string? ModelOf(string path) => path.Split('/', ':') is ["", "v1beta", "models", var model, ..] ? model : null;
}
