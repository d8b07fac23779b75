using System.Globalization;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>Integers as they lie in Redis: decimal text.</summary>
internal static class RedisInteger
{
    // "-9223372036854775808", and room for needless zeros in front.
    private const int LongestText = 64;

    /// <summary>
    /// Reads what Go's ParseInt takes: a sign, and digits. The client's own conversion takes more, such as <c>1.0</c>, and would
    /// hide that something else wrote the value.
    /// </summary>
    public static bool TryParse(RedisValue value, out long integer)
    {
        if (value.IsInteger && value.TryParse(out integer))
        {
            return true;
        }

        // Also one past the end of int64, which the client keeps as an integer as well.
        integer = 0;
        if (value.GetByteCount() is not (> 0 and <= LongestText))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[LongestText];
        text = text[..value.CopyTo(text)];

        // .NET takes zero bytes behind a number as part of it.
        return text[^1] != 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
    }
}
