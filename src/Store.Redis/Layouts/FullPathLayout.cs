using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>The wire format: a field is a path. The server cuts the candidates out of the path that is looked up.</summary>
internal sealed class FullPathLayout(RedisConnection connection) : IPathLayout
{
    private static readonly RedisCommand<ScriptRun<string>, RedisResult, PathMatch?> Find = ScriptRun<string>.Command<PathMatch?>(Read);

    public RedisValue FieldOf(string path) => path;

    public ValueTask<PathMatch?> FindAsync(RedisKey key, string path, long milliseconds, in RedisCall call, CancellationToken cancellationToken)
    {
        var run = new ScriptRun<string>(RedisScript.FindPath, [key], [PathText.Matchable(path), milliseconds], path);
        return connection.RunAsync(Find, run, call, cancellationToken);
    }

    private static bool Read(RedisResult result, ref ScriptRun<string> run, out PathMatch? match)
    {
        match = null;
        if (result.IsNull)
        {
            return true;
        }

        if (result.Resp2Type == ResultType.Integer)
        {
            // Hundreds of candidates: the server stops after a while, so that others get their turn, and is asked to go on.
            run.Arguments = [run.Arguments[0], run.Arguments[1], (long)result];
            return false;
        }

        FoundPath found = FoundPath.Parse((RedisValue)result);
        match = new PathMatch(found.Value, PathText.CharsOf(run.More, found.Place));
        return true;
    }
}
