using System.Text.Json;
using EmbeddedCache;

namespace Gateway.Apis;

/// <summary>Anthropic's Messages.</summary>
internal sealed class AnthropicApi : Api
{
    public override LlmApi Kind => LlmApi.Anthropic;

    public override string Name => "anthropic";

    public override IReadOnlyList<string> Routes => ["/v1/messages"];

    public override string KeyHeader => "x-api-key";

    public override byte[] Error(int status, string message)
    {
        string type = status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            StatusCodes.Status403Forbidden => "permission_error",
            StatusCodes.Status413PayloadTooLarge => "request_too_large",
            StatusCodes.Status503ServiceUnavailable => "overloaded_error",
            >= StatusCodes.Status500InternalServerError => "api_error",
            _ => "invalid_request_error",
        };
        return JsonSerializer.SerializeToUtf8Bytes(new AnthropicError("error", new(type, message)), ErrorJson.Default.AnthropicError);
    }
}
