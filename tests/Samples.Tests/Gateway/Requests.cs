using System.Text;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The smallest requests of each API, for tests to which the client does not matter.</summary>
internal static class Requests
{
    public static readonly string[] Apis = ["anthropic", "openai-chat", "openai-responses", "gemini"];

    public static string PathOf(string api) => api switch
    {
        "anthropic" => "/v1/messages",
        "openai-chat" => "/v1/chat/completions",
        "openai-responses" => "/v1/responses",
        _ => "/v1beta/models/m:generateContent",
    };

    public static string BodyOf(string api, string text) => api switch
    {
        "anthropic" => $$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"{{text}}"}]}""",
        "openai-chat" => $$"""{"model":"m","messages":[{"role":"user","content":"{{text}}"}]}""",
        "openai-responses" => $$"""{"model":"m","input":"{{text}}"}""",
        _ => $$"""{"contents":[{"role":"user","parts":[{"text":"{{text}}"}]}]}""",
    };

    /// <summary>Sends a request that says one thing.</summary>
    public static Task<HttpResponseMessage> AskAsync(this GatewayHost gateway, string text, string api = "anthropic", params (string Name, string Value)[] headers) =>
        gateway.PostAsync(PathOf(api), BodyOf(api, text), headers);

    /// <summary>Sends a body; the answer's own body may still be on its way.</summary>
    public static async Task<HttpResponseMessage> PostAsync(this GatewayHost gateway, string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static string? AccountOf(this HttpResponseMessage answer) => HeaderOf(answer, "x-embeddedcache-account");

    public static string? MatchOf(this HttpResponseMessage answer) => HeaderOf(answer, "x-embeddedcache-match");

    private static string? HeaderOf(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
