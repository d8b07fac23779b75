namespace Gateway.Apis;

/// <summary>OpenAI's Chat Completions.</summary>
internal sealed class OpenAIChatApi : OpenAIApi
{
    public override string Name => "openai-chat";

    public override IReadOnlyList<string> Routes => ["/v1/chat/completions"];

    public override string DigestChain(ReadOnlySpan<byte> body) => EmbeddedCache.DigestChain.ForOpenAIChat(body);
}
