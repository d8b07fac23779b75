using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmbeddedCache;

namespace Gateway.Simulation;

/// <summary>A part of a prompt: the system's text or a message.</summary>
/// <param name="Hash">What it says, hashed.</param>
/// <param name="Size">Its size in characters.</param>
internal sealed record PromptPart(string Hash, int Size)
{
    private const string Mark = "cache_control";

    public static PromptPart Of(JsonElement part)
    {
        JsonNode content = JsonNode.Parse(part.GetRawText())!;
        TakeMarksOut(content);
        string text = content.ToJsonString();
        return new PromptPart(ShortHash.Compute(Encoding.UTF8.GetBytes(text)), text.Length);
    }

    // Clients move their marks with every request; what is cached is the text.
    private static void TakeMarksOut(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            members.Remove(Mark);
        }

        IEnumerable<JsonNode?> inner = node switch { JsonObject some => some.Select(static member => member.Value), JsonArray list => list, _ => [] };
        foreach (JsonNode? child in inner)
        {
            TakeMarksOut(child);
        }
    }
}
