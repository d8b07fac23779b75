using System.Text;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>A field of the structs that Go reads a <c>generateContent</c> body into. Names match in any case (ASCII).</summary>
/// <param name="name">The name as it is written.</param>
/// <param name="type">The type it must have or be null: <c>True</c> for either flag, <c>None</c> for any.</param>
/// <param name="fields">Of a struct, or of the structs in an array, the fields in their order; null for a map or any other value.</param>
/// <param name="absent">What is written of one that is absent or empty; null when that leaves it out.</param>
internal sealed class GeminiField(string name, JsonTokenType type, GeminiField[]? fields = null, string? absent = null)
{
    private static readonly GeminiField Id = new("id", JsonTokenType.String);
    private static readonly GeminiField FunctionName = new("name", JsonTokenType.String, absent: "\"\"");

    private static readonly GeminiField[] Part =
    [
        new("text", JsonTokenType.String),
        new("thought", JsonTokenType.True),
        new("thoughtSignature", JsonTokenType.String),
        new("inlineData", JsonTokenType.StartObject, [new("mimeType", JsonTokenType.String, absent: "\"\""), new("data", JsonTokenType.String, absent: "\"\"")]),
        new("functionCall", JsonTokenType.StartObject, [FunctionName, new("args", JsonTokenType.None), Id]),
        new("functionResponse", JsonTokenType.StartObject, [FunctionName, new("response", JsonTokenType.StartObject, absent: "null"), Id]),
    ];

    public static GeminiField Role { get; } = new("role", JsonTokenType.String);

    public static GeminiField Parts { get; } = new("parts", JsonTokenType.StartArray, Part);

    public static GeminiField Contents { get; } = new("contents", JsonTokenType.StartArray, [Role, Parts]);

    public static GeminiField SystemInstruction { get; } = new("systemInstruction", JsonTokenType.StartObject, Contents.Fields);

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public JsonTokenType Type => type;

    public GeminiField[]? Fields => fields;

    public byte[]? Absent { get; } = absent is null ? null : Encoding.UTF8.GetBytes(absent);

    /// <summary>Refuses a body in which one of the fields has another type, or a number that a float64 cannot hold, wherever it comes.</summary>
    public static void Check(JsonBody body)
    {
        Utf8JsonReader json = body.At(body.Root);
        CheckObject(ref json, [Contents, SystemInstruction]);
    }

    /// <summary>Whether the reader points at the field's name.</summary>
    public bool IsNamed(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            return Ascii.EqualsIgnoreCase(json.ValueSpan, Name);
        }

        // The longest escape is six bytes for one.
        Span<byte> decoded = stackalloc byte[6 * Name.Length];
        return json.ValueSpan.Length <= decoded.Length && Ascii.EqualsIgnoreCase(decoded[..EscapedText.Decode(json.ValueSpan, decoded)], Name);
    }

    private static void CheckObject(ref Utf8JsonReader json, GeminiField[] fields)
    {
        while (json.NextMember())
        {
            GeminiField? field = null;
            foreach (GeminiField candidate in fields)
            {
                field ??= candidate.IsNamed(ref json) ? candidate : null;
            }

            json.Read();
            if (field is null || json.TokenType == JsonTokenType.Null)
            {
                json.Skip();
            }
            else
            {
                field.CheckValue(ref json);
            }
        }
    }

    private void CheckValue(ref Utf8JsonReader json)
    {
        JsonTokenType found = json.TokenType == JsonTokenType.False ? JsonTokenType.True : json.TokenType;
        json.Require(type == JsonTokenType.None || type == found, "a field has another type than it must have");
        if (fields is null)
        {
            JsonBody.CheckNumbers(ref json);
        }
        else if (type == JsonTokenType.StartObject)
        {
            CheckObject(ref json, fields);
        }
        else
        {
            while (json.NextElement())
            {
                json.Require(json.TokenType is JsonTokenType.StartObject or JsonTokenType.Null, "an element must be an object");
                if (json.TokenType == JsonTokenType.StartObject)
                {
                    CheckObject(ref json, fields);
                }
            }
        }
    }
}
