using EmbeddedCache;

namespace Gateway.Apis;

/// <summary>OpenAI's Chat Completions.</summary>
internal sealed class OpenAIChatApi : OpenAIApi
{
    public override LlmApi Kind => LlmApi.OpenAIChat;

    public override string Name => "openai-chat";

    public override IReadOnlyList<string> Routes => ["/v1/chat/completions"];
}
