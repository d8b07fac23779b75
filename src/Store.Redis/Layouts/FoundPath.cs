using System.Buffers.Text;
using System.Text;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>
/// The answer of a find script: <c>{place}:{value}</c> as one text, which the client reads with fewer objects than a list of two.
/// </summary>
/// <param name="Place">Which candidate it was; the script says how it counts.</param>
/// <param name="Value">The value saved there.</param>
internal readonly record struct FoundPath(int Place, string Value)
{
    public static FoundPath Parse(RedisValue answer)
    {
        ReadOnlyMemory<byte> memory = answer;
        ReadOnlySpan<byte> text = memory.Span;
        return Utf8Parser.TryParse(text, out int place, out int digits) && digits < text.Length
            ? new FoundPath(place, Encoding.UTF8.GetString(text[(digits + 1)..]))
            : throw new CacheStoreException("Redis gave an answer that a find script does not give.");
    }
}
