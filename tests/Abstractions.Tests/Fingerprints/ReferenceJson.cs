using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// The canonical form made the slow and obvious way, from a document tree, sharing nothing with the product. It takes no lone
/// surrogates and no invalid UTF-8, because JsonDocument does not.
/// </summary>
internal static class ReferenceJson
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', Members(value).Select(member => Quoted(member.Key) + ":" + Of(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Of)) + "]",
        JsonValueKind.String => Quoted(value.GetString()!),
        JsonValueKind.Number => Number(double.Parse(value.GetRawText(), CultureInfo.InvariantCulture)),
        _ => value.GetRawText(),
    };

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement value)
    {
        var last = new Dictionary<string, JsonElement>();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            last[member.Name] = member.Value;
        }

        return last.OrderBy(member => Convert.ToHexString(Encoding.UTF8.GetBytes(member.Key)), StringComparer.Ordinal);
    }

    public static string Number(double value)
    {
        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(value) is >= 1e-6 and < 1e21)
        {
            // A decimal holds 28 digits, enough for any double in this range, and never writes an exponent.
            return decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        string[] parts = shortest.Split('E');
        int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return parts[0] + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
    }
}
