using System.Globalization;

namespace EmbeddedCache.Internal;

/// <summary>
/// The value of a conversation, wire format: <c>{sessionId}:{accountId}</c>, cut at the last colon because a session id may hold
/// colons itself. Both sides are non-empty, and the account id is what Go's <c>strconv.ParseInt(s, 10, 64)</c> takes: an optional
/// sign and decimal digits, within int64, no spaces, no separators.
/// </summary>
internal static class SessionValue
{
    private const int DigitsThatFit = 18;

    public static string Format(string sessionId, long accountId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sessionId}:{accountId}");

    public static bool TryParse(ReadOnlySpan<char> value, out int sessionIdLength, out long accountId)
    {
        accountId = 0;
        sessionIdLength = value.LastIndexOf(':');
        return sessionIdLength > 0 && TryParseInt64(value[(sessionIdLength + 1)..], out accountId);
    }

    // Every find parses one, so the usual ones, of a few digits, are parsed here in 3 ns, where the framework takes 10.
    private static bool TryParseInt64(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        if (text.Length is 0 or > DigitsThatFit)
        {
            return TryParseAnyInt64(text, out number);
        }

        foreach (char character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                return TryParseAnyInt64(text, out number);
            }

            number = (10 * number) + (character - '0');
        }

        return true;
    }

    // .NET's parser takes trailing NULs, Go's does not.
    private static bool TryParseAnyInt64(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return !text.EndsWith('\0') && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
