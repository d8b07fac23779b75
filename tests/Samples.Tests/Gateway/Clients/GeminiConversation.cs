using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A conversation as Google's clients hold it, by plain HTTP: there is no official client for .NET to be had here.</summary>
internal sealed class GeminiConversation : Conversation
{
    private readonly List<JsonObject> _contents = [];

    public override Conversation Fork()
    {
        var fork = new GeminiConversation { Key = Key, Model = Model };
        fork._contents.AddRange(_contents);
        return fork;
    }

    protected override void AddUser(string text) => Add("user", new JsonObject { ["text"] = text });

    protected override void AddToolResult(string result) => Add("user", new JsonObject
    {
        ["functionResponse"] = new JsonObject { ["name"] = ToolName, ["response"] = new JsonObject { ["output"] = result } },
    });

    protected override async Task<Turn> SendAsync(Uri gateway, bool streamed)
    {
        using var http = new HttpClient(Headers, disposeHandler: false) { BaseAddress = gateway };
        http.DefaultRequestHeaders.Add("x-goog-api-key", Key);
        var body = new JsonObject
        {
            ["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = System }) },
            ["contents"] = new JsonArray([.. _contents.Select(static content => content.DeepClone())]),
            ["tools"] = new JsonArray(new JsonObject
            {
                ["functionDeclarations"] = new JsonArray(new JsonObject { ["name"] = ToolName, ["parameters"] = JsonNode.Parse(ToolSchema) }),
            }),
        };
        string path = $"/v1beta/models/{Model}:" + (streamed ? "streamGenerateContent?alt=sse" : "generateContent");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();

        var chunks = new List<JsonNode>();
        await using Stream content = await answer.Content.ReadAsStreamAsync();
        if (streamed)
        {
            await foreach (SseItem<string> item in SseParser.Create(content).EnumerateAsync())
            {
                chunks.Add(JsonNode.Parse(item.Data)!);
            }
        }
        else
        {
            chunks.Add((await JsonNode.ParseAsync(content))!);
        }

        JsonNode[] parts = [.. chunks.Select(static chunk => chunk["candidates"]![0]!["content"]!["parts"]![0]!)];
        string text = string.Concat(parts.Select(static part => part["text"]?.GetValue<string>()));
        JsonNode? call = parts.Select(static part => part["functionCall"]).SingleOrDefault(static found => found is not null);
        Add("model", call is null ? new JsonObject { ["text"] = text } : new JsonObject { ["functionCall"] = call.DeepClone() });
        JsonNode usage = chunks[^1]["usageMetadata"]!;
        return new Turn(
            Headers.Account,
            Headers.Match,
            text,
            call is null ? null : (call["name"]!.GetValue<string>(), call["args"]!.ToJsonString()),
            usage["promptTokenCount"]!.GetValue<long>(),
            usage["cachedContentTokenCount"]!.GetValue<long>());
    }

    private void Add(string role, JsonObject part) => _contents.Add(new JsonObject { ["role"] = role, ["parts"] = new JsonArray(part) });
}
