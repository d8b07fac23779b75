using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Apis;

namespace Gateway.Simulation;

/// <summary>OpenAI's Chat Completions, as OpenAI serves them.</summary>
internal sealed class SimulatedOpenAIChat() : SimulatedApi(Api.Of("openai-chat")!)
{
    // Always the same to the same, the moment too: 1 January 2026.
    internal const long Created = 1_767_225_600;

    public override Prompt Read(HttpRequest request, JsonElement body)
    {
        IReadOnlyList<JsonElement> messages = Objects(body, "messages");
        if (messages.Count == 0)
        {
            throw new FormatException("messages: at least one message is required");
        }

        return new Prompt(
            ModelOf(body),
            IsStreamed(body),
            [.. messages.Select(PromptPart.Of)],
            TextOf(Member(messages[^1], "content")),
            Is(messages[^1], "role", "tool") || Is(messages[^1], "role", "function"),
            [
                .. Objects(body, "tools")
                    .Select(static tool => Member(tool, "function"))
                    .Where(static function => IsSaid(Member(function, "name")))
                    .Select(static function => new Tool(Member(function, "name").GetString()!, Member(function, "parameters"))),
            ]);
    }

    public override JsonObject Plain(Reply reply)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = reply.Call is null ? reply.Text : null, ["refusal"] = null };
        if (reply.Call is { } call)
        {
            message["tool_calls"] = new JsonArray(CallOf(reply, call.Arguments));
        }

        JsonObject answer = Envelope(reply, "chat.completion", new JsonObject
        {
            ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = FinishReason(reply),
        });
        answer["usage"] = Usage(reply);
        return answer;
    }

    public override IEnumerable<ServerSentEvent> Stream(Reply reply, JsonElement body)
    {
        var start = new JsonObject { ["role"] = "assistant", ["content"] = reply.Call is null ? string.Empty : null };
        if (reply.Call is not null)
        {
            JsonObject call = CallOf(reply, string.Empty);
            call["index"] = 0;
            start["tool_calls"] = new JsonArray(call);
        }

        yield return Chunk(reply, start);
        foreach (string word in reply.Words)
        {
            yield return Chunk(reply, new() { ["content"] = word }, isPiece: true);
        }

        foreach (string piece in Pieces(reply.Call?.Arguments ?? string.Empty))
        {
            var call = new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = piece } };
            yield return Chunk(reply, new() { ["tool_calls"] = new JsonArray(call) }, isPiece: true);
        }

        yield return Chunk(reply, [], FinishReason(reply));
        if (Member(Member(body, "stream_options"), "include_usage").ValueKind == JsonValueKind.True)
        {
            JsonObject usage = Envelope(reply, "chat.completion.chunk");
            usage["usage"] = Usage(reply);
            yield return new ServerSentEvent(usage.ToJsonString());
        }

        yield return new ServerSentEvent("[DONE]");
    }

    private static string FinishReason(Reply reply) => reply.Call is null ? "stop" : "tool_calls";

    private static JsonObject CallOf(Reply reply, string arguments) => new()
    {
        ["id"] = "call_" + reply.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = reply.Call!.Name, ["arguments"] = arguments },
    };

    private static ServerSentEvent Chunk(Reply reply, JsonObject delta, string? finishReason = null, bool isPiece = false) =>
        new(
            Envelope(reply, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason }).ToJsonString(),
            IsPiece: isPiece);

    private static JsonObject Envelope(Reply reply, string kind, params JsonNode?[] choices) => new()
    {
        ["id"] = "chatcmpl-" + reply.Id,
        ["object"] = kind,
        ["created"] = Created,
        ["model"] = reply.Model,
        ["choices"] = new JsonArray(choices),
    };

    private static JsonObject Usage(Reply reply) => new()
    {
        ["prompt_tokens"] = reply.InputTokens,
        ["completion_tokens"] = reply.OutputTokens,
        ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0 },
    };
}
