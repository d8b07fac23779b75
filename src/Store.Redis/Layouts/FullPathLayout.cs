using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>The wire format: a field is a path. The server cuts the candidates out of the path that is looked up.</summary>
internal sealed class FullPathLayout(RedisConnection connection) : IPathLayout
{
    public RedisValue FieldOf(string path) => path;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<PathMatch?> FindAsync(RedisKey key, string path, long milliseconds, RedisCall call, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [PathText.Matchable(path), milliseconds];
        while (true)
        {
            RedisResult result = await connection.RunAsync(RedisScript.FindPath, key, arguments, call, cancellationToken).ConfigureAwait(false);
            if (result.IsNull)
            {
                return null;
            }

            if (result.Resp2Type != ResultType.Integer)
            {
                FoundPath found = FoundPath.Parse((RedisValue)result);
                return new PathMatch(found.Value, PathText.CharsOf(path, found.Place));
            }

            // Hundreds of candidates: the server stops after a while, so that others get their turn, and is asked to go on.
            arguments = [arguments[0], milliseconds, (long)result];
        }
    }
}
