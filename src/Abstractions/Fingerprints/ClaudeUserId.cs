using System.Text;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints;

/// <summary>
/// The <c>metadata.user_id</c> of Claude Code. Since 2.1 it is a JSON text, <c>{"device_id":…,"account_uuid":…,"session_id":…}</c>; before, it
/// was <c>user_{64 hex digits}_account_{uuid}_session_{uuid}</c>.
/// </summary>
internal static class ClaudeUserId
{
    private const int UuidLength = 36;

    /// <summary>The session's id in it; null when there is none.</summary>
    public static string? SessionIn(ReadOnlySpan<byte> userId)
    {
        if (userId.StartsWith("{"u8))
        {
            return SessionInJson(userId);
        }

        bool isAtEnd = userId.Length > UuidLength && userId[..^UuidLength].EndsWith("_session_"u8);
        return isAtEnd && Guid.TryParseExact(Encoding.UTF8.GetString(userId[^UuidLength..]), "D", out _)
            ? Encoding.UTF8.GetString(userId[^UuidLength..])
            : null;
    }

    private static string? SessionInJson(ReadOnlySpan<byte> userId)
    {
        try
        {
            var json = new Utf8JsonReader(userId);
            json.Read();
            while (json.NextMember())
            {
                bool isSession = json.Is("session_id"u8);
                json.Read();
                if (isSession)
                {
                    return json.TokenType == JsonTokenType.String && json.GetString() is { Length: > 0 } session ? session : null;
                }

                json.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A gateway's users may have any id, "{anonymous}" too: one that is not JSON names no session.
        }

        return null;
    }
}
