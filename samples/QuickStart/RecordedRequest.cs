using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace QuickStart;

/// <summary>A request as a gateway received it.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Conversation">What conversation it belongs to; the cache is not told.</param>
/// <param name="Client">Who sent it.</param>
/// <param name="Tenant">Who is billed: the id of its API key.</param>
/// <param name="GroupId">For which group.</param>
/// <param name="Path">To which path.</param>
/// <param name="Api">The API of the path.</param>
/// <param name="Messages">How many messages it holds.</param>
/// <param name="Body">Its body.</param>
internal sealed record RecordedRequest(
    int Line,
    string Conversation,
    string Client,
    string Tenant,
    long GroupId,
    string Path,
    Api Api,
    int Messages,
    byte[] Body)
{
    /// <summary>The conversation it continues or, for a fork, comes from.</summary>
    public string Origin => Conversation.EndsWith("-fork", StringComparison.Ordinal) ? Conversation[..^"-fork".Length] : Conversation;

    /// <summary>Reads a recording, line by line.</summary>
    /// <exception cref="InputException">The file is missing, or a line is not a recorded request.</exception>
    public static async IAsyncEnumerable<RecordedRequest> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(InputException.Open(file));
        for (int line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return Parse(file, line, text);
            }
        }
    }

    private static RecordedRequest Parse(string file, int line, string text)
    {
        try
        {
            using JsonDocument recorded = JsonDocument.Parse(text);
            JsonElement request = recorded.RootElement;
            string path = request.GetProperty("path").GetString()!;
            byte[] body = Encoding.UTF8.GetBytes(request.GetProperty("body").GetString()!);
            Api api = Api.Of(path) ?? throw new FormatException($"no API is known for the path '{path}'.");
            using JsonDocument content = JsonDocument.Parse(body);
            JsonElement messages = content.RootElement.GetProperty(api.Messages);
            return new RecordedRequest(
                line,
                request.GetProperty("conversation").GetString()!,
                request.GetProperty("client").GetString()!,
                request.GetProperty("apiKeyId").GetRawText(),
                request.GetProperty("groupId").GetInt64(),
                path,
                api,
                messages.ValueKind == JsonValueKind.Array ? messages.GetArrayLength() : 1,
                body);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
        {
            throw InputException.At(file, line, $"not a recorded request: {exception.Message}");
        }
    }
}
