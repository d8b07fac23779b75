using System.Runtime.InteropServices;
using System.Text.Json;

namespace QuickStart;

/// <summary>A request that a coding agent sent.</summary>
/// <param name="Number">Its number in the recording.</param>
/// <param name="Session">The session that the client named; null for none. The cache is not told.</param>
/// <param name="Continues">The number of the request that it continues; null when only the session tells. The cache is not told.</param>
/// <param name="Path">To which path.</param>
/// <param name="Headers">Its headers, names in lower case.</param>
/// <param name="Body">Its body.</param>
internal sealed record AgentRequest(int Number, string? Session, int? Continues, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Reads a recording.</summary>
    /// <exception cref="InputException">The file is missing, or a line is not a recorded request.</exception>
    public static IEnumerable<AgentRequest> Read(string file)
    {
        using var reader = new StreamReader(InputException.Open(file));
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            yield return Parse(file, line, text);
        }
    }

    private static AgentRequest Parse(string file, int line, string text)
    {
        try
        {
            using JsonDocument recorded = JsonDocument.Parse(text);
            JsonElement request = recorded.RootElement;
            return new AgentRequest(
                request.GetProperty("n").GetInt32(),
                request.TryGetProperty("session", out JsonElement session) ? session.GetString() : null,
                request.TryGetProperty("continues", out JsonElement continues) ? continues.GetInt32() : null,
                request.GetProperty("path").GetString()!,
                request.GetProperty("headers").Deserialize<Dictionary<string, string>>()!,
                JsonMarshal.GetRawUtf8Value(request.GetProperty("body")).ToArray());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw InputException.At(file, line, $"not a recorded request: {exception.Message}");
        }
    }
}
