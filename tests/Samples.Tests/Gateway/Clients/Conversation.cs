namespace EmbeddedCache.Samples.Tests;

/// <summary>A conversation that a client holds through a gateway: it keeps the history, as the APIs' own clients leave it to a program.</summary>
internal abstract class Conversation
{
    public const string System = "You answer briefly.";
    public const string ToolName = "get_weather";
    public const string ToolSchema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

    /// <summary>The model that the client asks for.</summary>
    public required string Model { get; init; }

    /// <summary>The key that the client sends.</summary>
    public required string Key { get; init; }

    /// <summary>The headers of the last answer.</summary>
    protected AnswerHeaders Headers { get; } = new(new SocketsHttpHandler());

    /// <summary>Starts a conversation.</summary>
    /// <param name="api">The gateway's name of the API; the client is the official one where there is one for .NET.</param>
    /// <param name="model">The model to ask for.</param>
    /// <param name="key">The key to send.</param>
    public static Conversation Start(string api, string model = "test-model", string key = "no-key-is-required") => api switch
    {
        "anthropic" => new AnthropicConversation { Model = model, Key = key },
        "openai-chat" => new OpenAIChatConversation { Model = model, Key = key },
        "openai-responses" => new OpenAIResponsesConversation { Model = model, Key = key },
        "gemini" => new GeminiConversation { Model = model, Key = key },
        _ => throw new ArgumentOutOfRangeException(nameof(api), api, "There is no such API."),
    };

    /// <summary>Says something, and takes the answer into the history.</summary>
    /// <param name="gateway">The gateway to say it through.</param>
    /// <param name="text">What the user says.</param>
    /// <param name="streamed">Whether the answer is streamed.</param>
    public Task<Turn> SayAsync(Uri gateway, string text, bool streamed)
    {
        AddUser(text);
        return SendAsync(gateway, streamed);
    }

    /// <summary>Gives the tool that the last answer called its result.</summary>
    public Task<Turn> ReturnAsync(Uri gateway, string result, bool streamed)
    {
        AddToolResult(result);
        return SendAsync(gateway, streamed);
    }

    /// <summary>Another conversation with the same history up to now.</summary>
    public abstract Conversation Fork();

    protected abstract void AddUser(string text);

    protected abstract void AddToolResult(string result);

    protected abstract Task<Turn> SendAsync(Uri gateway, bool streamed);

    /// <summary>Remembers the headers of the last answer, which not every client shows.</summary>
    protected sealed class AnswerHeaders(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public string Account { get; private set; } = string.Empty;

        public string Match { get; private set; } = string.Empty;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            Account = answer.Headers.TryGetValues("x-embeddedcache-account", out IEnumerable<string>? account) ? account.Single() : string.Empty;
            Match = answer.Headers.TryGetValues("x-embeddedcache-match", out IEnumerable<string>? match) ? match.Single() : string.Empty;
            return answer;
        }
    }
}
