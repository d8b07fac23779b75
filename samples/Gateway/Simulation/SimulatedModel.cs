using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulation;

/// <summary>Answers prompts without understanding them: always the same to the same.</summary>
internal static class SimulatedModel
{
    private const int QuotedLength = 80;
    private const int ShortestTellingWord = 4;

    /// <summary>The tool that a prompt is about: one that shares a word with what the user said last.</summary>
    public static ToolCall? CallOf(Prompt prompt)
    {
        if (prompt.IsToolResult)
        {
            return null;
        }

        Tool? tool = prompt.Tools.FirstOrDefault(tool => tool.Name
            .Split('_', '-', '.')
            .Any(word => word.Length >= ShortestTellingWord && prompt.LastText.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return tool is null ? null : new ToolCall(tool.Name, Arguments(tool.Parameters, LastWord(prompt.LastText)).ToJsonString());
    }

    /// <summary>What it says, in pieces that end with a space, as a stream's do.</summary>
    public static IReadOnlyList<string> Say(Prompt prompt, string account)
    {
        string quoted = prompt.LastText.Length <= QuotedLength ? prompt.LastText : prompt.LastText[..QuotedLength] + "...";
        string text = $"{account} read {prompt.Parts.Count} messages, the last of them {(prompt.IsToolResult ? "from a tool" : "yours")}: {quoted.ReplaceLineEndings(" ")}";
        string[] words = text.Split(' ');
        return [.. words.Select((word, i) => i == words.Length - 1 ? word : word + " ")];
    }

    private static JsonObject Arguments(JsonElement schema, string word)
    {
        var arguments = new JsonObject();
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                arguments[property.Name] = Value(property.Value, word);
            }
        }

        return arguments;
    }

    private static JsonNode? Value(JsonElement schema, string word)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out JsonElement choices) && choices.GetArrayLength() > 0)
        {
            return JsonNode.Parse(choices[0].GetRawText());
        }

        string? type = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        return type?.ToUpperInvariant() switch
        {
            "INTEGER" or "NUMBER" => 1,
            "BOOLEAN" => true,
            "ARRAY" => new JsonArray(),
            "OBJECT" => Arguments(schema, word),
            _ => word,
        };
    }

    private static string LastWord(string text) =>
        text.Split([' ', '\n', '\t', '?', '!', '.', ',', '"', '\''], StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? string.Empty;
}
