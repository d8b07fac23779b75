using System.Text.Json;

namespace Gateway.Apis;

/// <summary>What OpenAI's two APIs share.</summary>
internal abstract class OpenAIApi : Api
{
    public override string KeyHeader => "Authorization";

    public override string KeyScheme => "Bearer ";

    public override byte[] Error(int status, string message)
    {
        (string type, string? code) = status switch
        {
            StatusCodes.Status401Unauthorized => ("invalid_request_error", "invalid_api_key"),
            >= StatusCodes.Status500InternalServerError => ("server_error", null),
            _ => ("invalid_request_error", null),
        };
        return JsonSerializer.SerializeToUtf8Bytes(new OpenAIError(new(message, type, null, code)), ErrorJson.Default.OpenAIError);
    }
}
