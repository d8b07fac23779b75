using System.Globalization;

namespace EmbeddedCache.Internal;

/// <summary>
/// The value of a conversation, wire format: <c>{sessionId}:{accountId}</c>, cut at the last colon because a session id may hold
/// colons itself. Both sides are non-empty, and the account id is what Go's <c>strconv.ParseInt(s, 10, 64)</c> takes: an optional
/// sign and decimal digits, within int64, no spaces, no separators.
/// </summary>
internal static class SessionValue
{
    public static string Format(string sessionId, long accountId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sessionId}:{accountId}");

    public static bool TryParse(ReadOnlySpan<char> value, out int sessionIdLength, out long accountId)
    {
        accountId = 0;
        sessionIdLength = value.LastIndexOf(':');
        return sessionIdLength > 0
            && value[^1] != '\0' // .NET's parser takes trailing NULs, Go's does not.
            && long.TryParse(value[(sessionIdLength + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out accountId);
    }
}
