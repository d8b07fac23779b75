using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>How paths lie in a Redis hash.</summary>
internal interface IPathLayout
{
    /// <summary>The field of a path that has no empty segments.</summary>
    RedisValue FieldOf(string path);

    /// <summary>The longest saved path that a path begins with. A hit renews the key.</summary>
    ValueTask<PathMatch?> FindAsync(RedisKey key, string path, long milliseconds, in RedisCall call, CancellationToken cancellationToken);
}
