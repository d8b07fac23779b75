using System.Text.Json;
using EmbeddedCache;

namespace Gateway.Apis;

/// <summary>Gemini's <c>generateContent</c>. Its requests name the model, and whether they want a stream, in the path.</summary>
internal sealed class GeminiApi : Api
{
    public const string Plain = "generateContent";
    public const string Stream = "streamGenerateContent";

    public override LlmApi Kind => LlmApi.Gemini;

    public override string Name => "gemini";

    public override IReadOnlyList<string> Routes => [$"/v1beta/models/{{model}}:{Plain}", $"/v1beta/models/{{model}}:{Stream}"];

    public override string KeyHeader => "x-goog-api-key";

    public override string? ModelInPath(HttpRequest request) => (string)request.RouteValues["model"]!;

    public override bool IsStreamed(HttpRequest request, ReadOnlySpan<byte> body) => request.Path.Value!.EndsWith(Stream, StringComparison.OrdinalIgnoreCase);

    public override byte[] Error(int status, string message)
    {
        string name = status switch
        {
            StatusCodes.Status401Unauthorized => "UNAUTHENTICATED",
            StatusCodes.Status403Forbidden => "PERMISSION_DENIED",
            StatusCodes.Status503ServiceUnavailable => "UNAVAILABLE",
            >= StatusCodes.Status500InternalServerError => "INTERNAL",
            _ => "INVALID_ARGUMENT",
        };
        return JsonSerializer.SerializeToUtf8Bytes(new GeminiError(new(status, message, name)), ErrorJson.Default.GeminiError);
    }
}
