using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Apis;

namespace Gateway.Simulation;

/// <summary>An API as its provider serves it: reads its requests, and writes its answers in its wire shape.</summary>
/// <param name="api">The API.</param>
internal abstract class SimulatedApi(Api api)
{
    public static readonly IReadOnlyList<SimulatedApi> All =
        [new SimulatedAnthropic(), new SimulatedOpenAIChat(), new SimulatedOpenAIResponses(), new SimulatedGemini()];

    public Api Api => api;

    /// <exception cref="FormatException">The body is not such a request.</exception>
    public abstract Prompt Read(HttpRequest request, JsonElement body);

    /// <summary>The answer in one piece.</summary>
    public abstract JsonObject Plain(Reply reply);

    /// <summary>The answer as a stream.</summary>
    public abstract IEnumerable<ServerSentEvent> Stream(Reply reply, JsonElement body);

    /// <summary>Whether a stream is a JSON array that grows, in place of events.</summary>
    public virtual bool StreamsArray(HttpRequest request) => false;

    /// <summary>The objects of a list; none where there is no list.</summary>
    protected static IReadOnlyList<JsonElement> Objects(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object)]
            : [];

    /// <summary>A member; undefined where there is none.</summary>
    protected static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement member) ? member : default;

    protected static bool Is(JsonElement parent, string name, string value) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } member && member.ValueEquals(value);

    protected static bool IsSaid(JsonElement element) => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The texts in a content: the content itself, or those of its blocks.</summary>
    protected static string TextOf(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return content.GetString()!;
            case JsonValueKind.Array:
                return string.Join(' ', content.EnumerateArray().Select(static block => TextOf(block)).Where(static text => text.Length > 0));
            case JsonValueKind.Object:
                foreach (string name in (string[])["text", "content", "output", "response", "result"])
                {
                    if (content.TryGetProperty(name, out JsonElement inner))
                    {
                        return TextOf(inner);
                    }
                }

                return string.Empty;
            default:
                return content.ValueKind is JsonValueKind.Number ? content.GetRawText() : string.Empty;
        }
    }

    protected static bool IsStreamed(JsonElement body) => Member(body, "stream").ValueKind == JsonValueKind.True;

    protected static string ModelOf(JsonElement body) =>
        Member(body, "model") is { ValueKind: JsonValueKind.String } model ? model.GetString()! : throw new FormatException("model: it must be a string.");

    protected static ServerSentEvent Event(string type, JsonObject data, bool isPiece = false)
    {
        data.Insert(0, "type", type);
        return new ServerSentEvent(data.ToJsonString(), type, isPiece);
    }

    /// <summary>JSON as a stream carries it, in pieces that mean nothing by themselves.</summary>
    protected static IEnumerable<string> Pieces(string json)
    {
        const int Length = 12;
        for (int i = 0; i < json.Length; i += Length)
        {
            yield return json.Substring(i, Math.Min(Length, json.Length - i));
        }
    }
}
