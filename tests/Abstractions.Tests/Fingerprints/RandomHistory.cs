using System.Text.Json.Nodes;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>A random conversation, and the ways in which clients send one and the same.</summary>
/// <param name="Turns">Its turns, the user's and the model's by turns.</param>
internal sealed record RandomHistory(RandomHistory.Turn[] Turns)
{
    private static readonly Gen<string> AnyText = RandomJson.AnyText.Where(text => text.Trim().Length > 0);

    public static Gen<RandomHistory> Any { get; } =
        Gen.Select(AnyText, AnyText, Gen.Int[0, 3], (said, answered, calls) => new Turn(said, answered, calls)).Array[1, 6].Select(turns => new RandomHistory(turns));

    /// <summary>The first turns.</summary>
    public RandomHistory Start(int turns) => new(Turns[..turns]);

    /// <summary>A request of an API, spelt and dressed as the seed has it: what is not the conversation changes, and the conversation does not.</summary>
    public byte[] Write(LlmApi api, int seed) => new Writer(api, new Random(seed)).Write(this);

    /// <summary>What the user said, what the model answered, and the tools it called then.</summary>
    internal sealed record Turn(string Said, string Answered, int Calls);

    private sealed class Writer(LlmApi api, Random random)
    {
        private readonly JsonArray _messages = [];

        public byte[] Write(RandomHistory history)
        {
            Environment();
            for (int i = 0; i < history.Turns.Length; i++)
            {
                Write(history.Turns[i], i);
            }

            var body = new JsonObject { ["model"] = "m", ["temperature"] = random.Next(), [api == LlmApi.Gemini ? "contents" : api == LlmApi.OpenAIResponses ? "input" : "messages"] = _messages };
            if (Sometimes())
            {
                body["tools"] = new JsonArray(new JsonObject { ["name"] = $"f{random.Next()}" });
                body[api == LlmApi.Gemini ? "systemInstruction" : api == LlmApi.OpenAIResponses ? "instructions" : "system"] = api == LlmApi.Gemini ? new JsonObject() : "be brief";
            }

            return ScrambledJson.Write(body, random);
        }

        private void Write(Turn turn, int number)
        {
            Say("user", [.. Reminders(), Text(turn.Said, "input_text"), .. Reminders()]);
            (string Id, string Arguments)[] calls = [.. Enumerable.Range(0, turn.Calls).Select(call => ($"t{number}-{call}", $$"""{"n":{{number}},"c":{{call}}}"""))];
            switch (api)
            {
                case LlmApi.Anthropic:
                    Say("assistant", [.. Thinking(), Text(turn.Answered, "text"), .. calls.Select(call => Mark(new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = "f", ["input"] = JsonNode.Parse(call.Arguments) }))]);
                    Say("user", [.. calls.Select(call => Mark(new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = call.Id, ["content"] = Result(), ["is_error"] = Sometimes() }))]);
                    break;
                case LlmApi.OpenAIChat:
                    Say("assistant", [Text(turn.Answered, "text")], message =>
                    {
                        if (calls.Length > 0)
                        {
                            message["tool_calls"] = new JsonArray([.. calls.Select(call => new JsonObject { ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = "f", ["arguments"] = call.Arguments } })]);
                        }
                    });
                    foreach ((string id, _) in calls)
                    {
                        _messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = Result() });
                    }

                    break;
                case LlmApi.OpenAIResponses:
                    if (Sometimes())
                    {
                        _messages.Add(Identified(new JsonObject { ["type"] = "reasoning", ["summary"] = new JsonArray(), ["encrypted_content"] = $"{random.Next()}" }));
                    }

                    Say("assistant", [Text(turn.Answered, "output_text")], message => Identified(message)["type"] = "message");
                    foreach ((string id, string arguments) in calls)
                    {
                        _messages.Add(Identified(new JsonObject { ["type"] = "function_call", ["call_id"] = id, ["name"] = "f", ["arguments"] = arguments }));
                        _messages.Add(Identified(new JsonObject { ["type"] = "function_call_output", ["call_id"] = id, ["output"] = Result() }));
                    }

                    break;
                default:
                    Say("model", [.. Thinking(), Text(turn.Answered, null), .. calls.Select(call => new JsonObject { ["functionCall"] = new JsonObject { ["id"] = call.Id, ["name"] = "f", ["args"] = JsonNode.Parse(call.Arguments) } })]);
                    Say("user", [.. calls.Select(call => new JsonObject { ["functionResponse"] = new JsonObject { ["id"] = call.Id, ["name"] = "f", ["response"] = new JsonObject { ["x"] = random.Next() } } })]);
                    break;
            }

            Environment();
        }

        // Messages that clients put in, take out and rewrite.
        private void Environment()
        {
            if (Sometimes())
            {
                Say("user", [Text($"<environment_context>\n{random.Next()}", "input_text")]);
            }

            if (api != LlmApi.Gemini && Sometimes())
            {
                Say(random.Next(2) == 0 || api == LlmApi.Anthropic ? "system" : "developer", [Text($"today is {random.Next()}", "input_text")]);
            }
        }

        private void Say(string role, JsonObject[] blocks, Action<JsonObject>? change = null)
        {
            if (blocks.Length == 0)
            {
                return;
            }

            bool isString = api != LlmApi.Gemini && blocks is [{ } only] && only.ContainsKey("text") && Sometimes();
            var message = new JsonObject
            {
                ["role"] = role,
                [api == LlmApi.Gemini ? "parts" : "content"] = isString ? blocks[0]["text"]!.GetValue<string>() : new JsonArray([.. blocks]),
            };
            change?.Invoke(message);
            _messages.Add(message);
        }

        private IEnumerable<JsonObject> Reminders() =>
            Sometimes() ? [Text($"<system-reminder>\n{random.Next()}\n</system-reminder>", "input_text")] : [];

        private IEnumerable<JsonObject> Thinking() => !Sometimes() ? [] : api == LlmApi.Gemini
            ? [new JsonObject { ["text"] = "hm", ["thought"] = true }]
            : [new JsonObject { ["type"] = "thinking", ["thinking"] = "hm", ["signature"] = $"{random.Next()}" }];

        private JsonObject Text(string text, string? type)
        {
            string dressed = Sometimes() ? $" {text}\n<system-reminder>{random.Next()}</system-reminder>" : text;
            var block = new JsonObject { ["text"] = dressed };
            switch (api)
            {
                case LlmApi.Gemini:
                    block["thoughtSignature"] = $"{random.Next()}";
                    break;
                case LlmApi.OpenAIResponses:
                    block["type"] = type;
                    block["annotations"] = new JsonArray();
                    break;
                default:
                    block["type"] = "text";
                    break;
            }

            return Mark(block);
        }

        private JsonNode Result() => Sometimes() ? $"result {random.Next()}" : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $"{random.Next()}" });

        private JsonObject Identified(JsonObject item)
        {
            if (Sometimes())
            {
                item["id"] = $"item_{random.Next()}";
                item["status"] = "completed";
            }

            return item;
        }

        private JsonObject Mark(JsonObject block)
        {
            if (api == LlmApi.Anthropic && Sometimes())
            {
                block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
            }

            return block;
        }

        private bool Sometimes() => random.Next(3) == 0;
    }
}
