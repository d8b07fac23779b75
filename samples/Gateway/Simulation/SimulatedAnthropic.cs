using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Apis;

namespace Gateway.Simulation;

/// <summary>Anthropic's Messages, as Anthropic serves them.</summary>
internal sealed class SimulatedAnthropic() : SimulatedApi(Api.Of("anthropic")!)
{
    public override Prompt Read(HttpRequest request, JsonElement body)
    {
        IReadOnlyList<JsonElement> messages = Objects(body, "messages");
        if (messages.Count == 0)
        {
            throw new FormatException("messages: at least one message is required");
        }

        JsonElement system = Member(body, "system");
        JsonElement content = Member(messages[^1], "content");
        bool isResult = content.ValueKind == JsonValueKind.Array && content.EnumerateArray().Any(static block => Is(block, "type", "tool_result"));
        return new Prompt(
            ModelOf(body),
            IsStreamed(body),
            [.. IsSaid(system) ? [PromptPart.Of(system)] : Array.Empty<PromptPart>(), .. messages.Select(PromptPart.Of)],
            TextOf(content),
            isResult,
            [.. Objects(body, "tools").Where(static tool => IsSaid(Member(tool, "name"))).Select(static tool => new Tool(Member(tool, "name").GetString()!, Member(tool, "input_schema")))]);
    }

    public override JsonObject Plain(Reply reply) => Message(
        reply,
        [reply.Call is { } call ? CallBlock(reply, JsonNode.Parse(call.Arguments)!) : new JsonObject { ["type"] = "text", ["text"] = reply.Text }],
        StopReason(reply),
        reply.OutputTokens);

    public override IEnumerable<ServerSentEvent> Stream(Reply reply, JsonElement body)
    {
        yield return Event("message_start", new() { ["message"] = Message(reply, [], null, 1) });
        yield return Event("content_block_start", new()
        {
            ["index"] = 0,
            ["content_block"] = reply.Call is null ? new JsonObject { ["type"] = "text", ["text"] = string.Empty } : CallBlock(reply, new JsonObject()),
        });
        yield return Event("ping", []);
        foreach (string word in reply.Words)
        {
            yield return Event("content_block_delta", new() { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = word } }, isPiece: true);
        }

        foreach (string piece in Pieces(reply.Call?.Arguments ?? string.Empty))
        {
            yield return Event("content_block_delta", new() { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece } }, isPiece: true);
        }

        yield return Event("content_block_stop", new() { ["index"] = 0 });
        yield return Event("message_delta", new()
        {
            ["delta"] = new JsonObject { ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = reply.OutputTokens },
        });
        yield return Event("message_stop", []);
    }

    private static string StopReason(Reply reply) => reply.Call is null ? "end_turn" : "tool_use";

    private static JsonObject CallBlock(Reply reply, JsonNode input) =>
        new() { ["type"] = "tool_use", ["id"] = "toolu_" + reply.Id, ["name"] = reply.Call!.Name, ["input"] = input };

    private static JsonObject Message(Reply reply, JsonArray content, string? stopReason, int outputTokens) => new()
    {
        ["id"] = "msg_" + reply.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = reply.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = 0,
            ["cache_creation_input_tokens"] = reply.InputTokens - reply.CachedTokens,
            ["cache_read_input_tokens"] = reply.CachedTokens,
            ["output_tokens"] = outputTokens,
        },
    };
}
