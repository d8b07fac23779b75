namespace EmbeddedCache;

/// <summary>The API that a request speaks.</summary>
public enum LlmApi
{
    /// <summary>Anthropic's Messages: <c>POST /v1/messages</c>.</summary>
    Anthropic,

    /// <summary>Google's Gemini: <c>POST /v1beta/models/{model}:generateContent</c> and <c>:streamGenerateContent</c>.</summary>
    Gemini,

    /// <summary>OpenAI's Chat Completions: <c>POST /v1/chat/completions</c>.</summary>
    OpenAIChat,

    /// <summary>OpenAI's Responses: <c>POST /v1/responses</c>.</summary>
    OpenAIResponses,
}
