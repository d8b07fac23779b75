using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints;

/// <summary>What fingerprints ask of the JSON reader, which points at the token that was read last.</summary>
internal static class BodyReading
{
    /// <summary>Goes to the name of the object's next member; false at the object's end.</summary>
    public static bool NextMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes to the array's next element; false at the array's end.</summary>
    public static bool NextElement(this ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the name or text is this one, however it is spelt.</summary>
    public static bool Is(this ref Utf8JsonReader json, ReadOnlySpan<byte> text) =>
        json.ValueIsEscaped ? EscapedText.Means(json.ValueSpan, text) : json.ValueSpan.SequenceEqual(text);

    /// <summary>Goes past the value of a member, and notes where it is when it is a string.</summary>
    public static BodyText ReadText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.Text();
    }

    /// <summary>Goes past the value at which the reader points, and notes where it is when it is a string.</summary>
    public static BodyText Text(this ref Utf8JsonReader json)
    {
        int start = (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return new BodyText(start + 1, json.ValueSpan.Length, json.ValueIsEscaped);
            case JsonTokenType.Null:
                return default;
            default:
                json.Skip();
                return new BodyText(start, 0, IsEscaped: false, IsOther: true);
        }
    }

    /// <summary>Goes past the value of a member, and gives a reader at its start.</summary>
    public static Utf8JsonReader SkipValue(this scoped ref Utf8JsonReader json)
    {
        json.Read();
        Utf8JsonReader value = json;
        json.Skip();
        return value;
    }

    /// <summary>Whether the reader points at a value other than null. One that was never set does not.</summary>
    public static bool IsPresent(this ref Utf8JsonReader json) => json.TokenType is not (JsonTokenType.None or JsonTokenType.Null);

    /// <summary>Refuses the body at the token when that is not what it must be.</summary>
    public static void Require(this ref Utf8JsonReader json, bool isGood, string reason)
    {
        if (!isGood)
        {
            Fail(json.TokenStartIndex, reason);
        }
    }

    /// <summary>Refuses the body.</summary>
    [DoesNotReturn]
    public static void Fail(long position, string reason) => throw new BodyException(reason, position);
}
