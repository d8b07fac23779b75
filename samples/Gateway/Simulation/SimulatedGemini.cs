using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Apis;

namespace Gateway.Simulation;

/// <summary>Gemini's <c>generateContent</c>, as Google serves it.</summary>
internal sealed class SimulatedGemini() : SimulatedApi(Api.Of("gemini")!)
{
    public override Prompt Read(HttpRequest request, JsonElement body)
    {
        IReadOnlyList<JsonElement> contents = Objects(body, "contents");
        if (contents.Count == 0)
        {
            throw new FormatException("contents: at least one content is required");
        }

        JsonElement system = Member(body, "systemInstruction");
        IReadOnlyList<JsonElement> parts = Objects(contents[^1], "parts");
        bool isResult = parts.Any(static part => IsSaid(Member(part, "functionResponse")));
        return new Prompt(
            Api.ModelInPath(request)!,
            Api.IsStreamed(request, default),
            [.. Objects(system, "parts").Count > 0 ? [PromptPart.Of(system)] : Array.Empty<PromptPart>(), .. contents.Select(PromptPart.Of)],
            string.Join(' ', parts.Select(static part => TextOf(IsSaid(Member(part, "functionResponse")) ? Member(part, "functionResponse") : part))),
            isResult,
            [
                .. Objects(body, "tools")
                    .SelectMany(static tool => Objects(tool, "functionDeclarations"))
                    .Where(static function => IsSaid(Member(function, "name")))
                    .Select(static function => new Tool(Member(function, "name").GetString()!, Member(function, "parameters"))),
            ]);
    }

    public override JsonObject Plain(Reply reply) => Response(reply, Part(reply), isLast: true);

    public override IEnumerable<ServerSentEvent> Stream(Reply reply, JsonElement body)
    {
        if (reply.Call is not null)
        {
            yield return new ServerSentEvent(Plain(reply).ToJsonString(), IsPiece: true);
        }

        for (int i = 0; i < reply.Words.Count; i++)
        {
            var part = new JsonObject { ["text"] = reply.Words[i] };
            yield return new ServerSentEvent(Response(reply, part, isLast: i == reply.Words.Count - 1).ToJsonString(), IsPiece: true);
        }
    }

    public override bool StreamsArray(HttpRequest request) => request.Query["alt"] != "sse";

    private static JsonObject Part(Reply reply) => reply.Call is { } call
        ? new JsonObject { ["functionCall"] = new JsonObject { ["name"] = call.Name, ["args"] = JsonNode.Parse(call.Arguments) } }
        : new JsonObject { ["text"] = reply.Text };

    private static JsonObject Response(Reply reply, JsonObject part, bool isLast)
    {
        var candidate = new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray(part), ["role"] = "model" }, ["index"] = 0 };
        if (isLast)
        {
            candidate["finishReason"] = "STOP";
        }

        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = reply.InputTokens,
                ["cachedContentTokenCount"] = reply.CachedTokens,
                ["candidatesTokenCount"] = reply.OutputTokens,
                ["totalTokenCount"] = reply.InputTokens + reply.OutputTokens,
            },
            ["modelVersion"] = reply.Model,
            ["responseId"] = reply.Id,
        };
    }
}
