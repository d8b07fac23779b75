using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Apis;

namespace Gateway.Simulation;

/// <summary>OpenAI's Responses, as OpenAI serves them.</summary>
internal sealed class SimulatedOpenAIResponses() : SimulatedApi(Api.Of("openai-responses")!)
{
    public override Prompt Read(HttpRequest request, JsonElement body)
    {
        JsonElement input = Member(body, "input");
        IReadOnlyList<JsonElement> items = input.ValueKind == JsonValueKind.String ? [input] : Objects(body, "input");
        if (items.Count == 0)
        {
            throw new FormatException("input: at least one item is required");
        }

        JsonElement instructions = Member(body, "instructions");
        JsonElement last = items[^1];
        return new Prompt(
            ModelOf(body),
            IsStreamed(body),
            [.. IsSaid(instructions) ? [PromptPart.Of(instructions)] : Array.Empty<PromptPart>(), .. items.Select(PromptPart.Of)],
            TextOf(last),
            Is(last, "type", "function_call_output"),
            [
                .. Objects(body, "tools")
                    .Where(static tool => Is(tool, "type", "function") && IsSaid(Member(tool, "name")))
                    .Select(static tool => new Tool(Member(tool, "name").GetString()!, Member(tool, "parameters"))),
            ]);
    }

    public override JsonObject Plain(Reply reply) => Response(reply, "completed", [Item(reply, isDone: true)]);

    public override IEnumerable<ServerSentEvent> Stream(Reply reply, JsonElement body)
    {
        int number = 0;
        yield return Numbered("response.created", new() { ["response"] = Response(reply, "in_progress", []) });
        yield return Numbered("response.in_progress", new() { ["response"] = Response(reply, "in_progress", []) });
        yield return Numbered("response.output_item.added", new() { ["output_index"] = 0, ["item"] = Item(reply, isDone: false) });
        if (reply.Call is { } call)
        {
            foreach (string piece in Pieces(call.Arguments))
            {
                yield return Numbered("response.function_call_arguments.delta", Of(reply, "delta", piece), isPiece: true);
            }

            yield return Numbered("response.function_call_arguments.done", Of(reply, "arguments", call.Arguments));
        }
        else
        {
            yield return Numbered("response.content_part.added", Of(reply, "part", Text(string.Empty), 0));
            foreach (string word in reply.Words)
            {
                yield return Numbered("response.output_text.delta", Of(reply, "delta", word, 0), isPiece: true);
            }

            yield return Numbered("response.output_text.done", Of(reply, "text", reply.Text, 0));
            yield return Numbered("response.content_part.done", Of(reply, "part", Text(reply.Text), 0));
        }

        yield return Numbered("response.output_item.done", new() { ["output_index"] = 0, ["item"] = Item(reply, isDone: true) });
        yield return Numbered("response.completed", new() { ["response"] = Plain(reply) });

        ServerSentEvent Numbered(string type, JsonObject data, bool isPiece = false)
        {
            data["sequence_number"] = number++;
            return Event(type, data, isPiece);
        }
    }

    private static string ItemId(Reply reply) => (reply.Call is null ? "msg_" : "fc_") + reply.Id;

    private static JsonObject Of(Reply reply, string name, JsonNode value, int? contentIndex = null)
    {
        var data = new JsonObject { ["item_id"] = ItemId(reply), ["output_index"] = 0 };
        if (contentIndex is { } index)
        {
            data["content_index"] = index;
        }

        data[name] = value;
        return data;
    }

    private static JsonObject Text(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Item(Reply reply, bool isDone)
    {
        string status = isDone ? "completed" : "in_progress";
        return reply.Call is { } call
            ? new()
            {
                ["id"] = ItemId(reply),
                ["type"] = "function_call",
                ["status"] = status,
                ["call_id"] = "call_" + reply.Id,
                ["name"] = call.Name,
                ["arguments"] = isDone ? call.Arguments : string.Empty,
            }
            : new()
            {
                ["id"] = ItemId(reply),
                ["type"] = "message",
                ["status"] = status,
                ["role"] = "assistant",
                ["content"] = isDone ? new JsonArray(Text(reply.Text)) : new JsonArray(),
            };
    }

    private static JsonObject Response(Reply reply, string status, JsonArray output) => new()
    {
        ["id"] = "resp_" + reply.Id,
        ["object"] = "response",
        ["created_at"] = SimulatedOpenAIChat.Created,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["model"] = reply.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = true,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["metadata"] = new JsonObject(),
        ["usage"] = status != "completed" ? null : new JsonObject
        {
            ["input_tokens"] = reply.InputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens },
            ["output_tokens"] = reply.OutputTokens,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
        },
    };
}
