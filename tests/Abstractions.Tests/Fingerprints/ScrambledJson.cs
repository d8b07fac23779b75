using System.Text;
using System.Text.Json.Nodes;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>One of the many ways to write a document down: with spaces, members in any order, and text escaped in any way.</summary>
internal static class ScrambledJson
{
    public static byte[] Write(JsonNode node, Random random)
    {
        var output = new StringBuilder();
        Write(node, random, output);
        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Write(JsonNode? node, Random random, StringBuilder output)
    {
        Space(random, output);
        switch (node)
        {
            case JsonObject members:
                KeyValuePair<string, JsonNode?>[] shuffled = [.. members];
                random.Shuffle(shuffled);
                output.Append('{');
                for (int i = 0; i < shuffled.Length; i++)
                {
                    output.Append(i > 0 ? "," : string.Empty);
                    Space(random, output);
                    Quote(shuffled[i].Key, random, output);
                    Space(random, output);
                    output.Append(':');
                    Write(shuffled[i].Value, random, output);
                }

                output.Append('}');
                break;
            case JsonArray list:
                output.Append('[');
                for (int i = 0; i < list.Count; i++)
                {
                    output.Append(i > 0 ? "," : string.Empty);
                    Write(list[i], random, output);
                }

                output.Append(']');
                break;
            case JsonValue value when value.TryGetValue(out string? text):
                Quote(text, random, output);
                break;
            default:
                output.Append(node?.ToJsonString() ?? "null");
                break;
        }

        Space(random, output);
    }

    private static void Space(Random random, StringBuilder output)
    {
        while (random.Next(5) == 0)
        {
            output.Append(" \n\r\t"[random.Next(4)]);
        }
    }

    private static void Quote(string text, Random random, StringBuilder output)
    {
        output.Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            int letter = rune.IsBmp ? "\b\f\n\r\t\"\\/".IndexOf((char)rune.Value) : -1;
            bool mustEscape = rune.Value is < ' ' or '"' or '\\';
            if (letter >= 0 && (mustEscape ? random.Next(2) == 0 : random.Next(4) == 0))
            {
                output.Append('\\').Append("bfnrt\"\\/"[letter]);
            }
            else if (mustEscape || random.Next(10) == 0)
            {
                output.Append(string.Concat(rune.ToString().Select(unit => $"\\u{(int)unit:x4}")));
            }
            else
            {
                output.Append(rune.ToString());
            }
        }

        output.Append('"');
    }
}
