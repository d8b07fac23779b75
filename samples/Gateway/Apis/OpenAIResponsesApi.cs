namespace Gateway.Apis;

/// <summary>OpenAI's Responses.</summary>
internal sealed class OpenAIResponsesApi : OpenAIApi
{
    public override string Name => "openai-responses";

    public override IReadOnlyList<string> Routes => ["/v1/responses"];

    public override string DigestChain(ReadOnlySpan<byte> body) => EmbeddedCache.DigestChain.ForOpenAIResponses(body);
}
