using EmbeddedCache;

namespace Gateway.Apis;

/// <summary>OpenAI's Responses.</summary>
internal sealed class OpenAIResponsesApi : OpenAIApi
{
    public override LlmApi Kind => LlmApi.OpenAIResponses;

    public override string Name => "openai-responses";

    public override IReadOnlyList<string> Routes => ["/v1/responses"];
}
