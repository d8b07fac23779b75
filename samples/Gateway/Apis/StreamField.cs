using System.Text.Json;

namespace Gateway.Apis;

/// <summary>Reads whether a body asks for a stream, and builds nothing of the rest.</summary>
internal static class StreamField
{
    /// <summary>Whether the member <c>stream</c> at the top is true. The body must be known to be JSON.</summary>
    public static bool Read(ReadOnlySpan<byte> body)
    {
        bool isStreamed = false;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isStream = reader.ValueSpan.SequenceEqual("stream"u8);
            reader.Read();
            isStreamed = isStream ? reader.TokenType == JsonTokenType.True : isStreamed;
            reader.Skip();
        }

        return isStreamed;
    }
}
