using System.Text.Json;

namespace Gateway.Apis;

/// <summary>Reads the two fields that a gateway must know of a body that names its model, and builds nothing of the rest.</summary>
internal static class BodyFields
{
    /// <exception cref="FormatException">The body names no model.</exception>
    public static (string Model, bool Streamed) Read(ReadOnlySpan<byte> body)
    {
        string? model = null;
        bool streamed = false;
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isModel = reader.ValueTextEquals("model"u8);
                bool isStream = reader.ValueTextEquals("stream"u8);
                reader.Read();
                if (isModel)
                {
                    model = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
                else if (isStream)
                {
                    streamed = reader.TokenType == JsonTokenType.True;
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid text in a name or in the model.
            throw new FormatException("The body is not JSON in valid UTF-8.", exception);
        }

        return (model ?? throw new FormatException("model: the request names none; it must be a string."), streamed);
    }
}
