using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>A run of a script on one key.</summary>
/// <param name="Script">The script.</param>
/// <param name="Keys">Its key.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="More">What the reader of its answer needs to know.</param>
internal record struct ScriptRun<TMore>(RedisScript Script, RedisKey[] Keys, RedisValue[] Arguments, TMore More)
{
    /// <summary>The command that runs a script and is answered at once.</summary>
    public static RedisCommand<ScriptRun<TMore>, RedisResult, TAnswer> Command<TAnswer>(Func<RedisResult, TMore, TAnswer> read) =>
        Command((RedisResult result, ref ScriptRun<TMore> run, out TAnswer answer) =>
        {
            answer = read(result, run.More);
            return true;
        });

    /// <summary>The command that runs a script, perhaps more than once.</summary>
    public static RedisCommand<ScriptRun<TMore>, RedisResult, TAnswer> Command<TAnswer>(RedisCommand<ScriptRun<TMore>, RedisResult, TAnswer>.Reader read) =>
        new(
            static (database, run) => database.ScriptEvaluateAsync(run.Script.Hash, run.Keys, run.Arguments),
            static (database, run) => database.ScriptEvaluateAsync(run.Script.Text, run.Keys, run.Arguments, CommandFlags.NoScriptCache),
            read);
}
