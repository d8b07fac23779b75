using System.CommandLine;
using EmbeddedCache.Stores;
using QuickStart;

// The recording of the official clients lies beside the program.
var traffic = new Option<string>("--traffic")
{
    Description = "The recorded requests to replay, one JSON object a line.",
    DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "traffic.jsonl"),
};
var trace = new Option<string?>("--trace") { Description = "Replay this recording of a trie's finds and saves straight on the store instead, and compare the answers." };
var agents = new Option<bool>("--agents") { Description = "Replay recordings of real coding agents instead, and count the requests that come back to their account." };
var recordings = new Option<string>("--recordings")
{
    Description = "With --agents: the folder of the recordings, *.jsonl.",
    DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "agents"),
};
var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
Option<string> store = new Option<string>("--store")
{
    Description = "Where the cache keeps its memory.",
    DefaultValueFactory = _ => "inmemory",
}.AcceptOnlyFromAmong("inmemory", "redis");
var redis = new Option<string>("--redis")
{
    Description = "With --store redis: HOST:PORT of the Redis, or a connection string of StackExchange.Redis.",
    DefaultValueFactory = _ => "localhost:6379",
};

var command = new RootCommand("Replays recorded requests of LLM clients through the cache and shows which account each goes to, and why.") { traffic, trace, agents, recordings, json, store, redis };
command.SetAction(async (arguments, cancellationToken) =>
{
    try
    {
        ICacheStore memory = arguments.GetValue(store) == "redis"
            ? new RedisCacheStore(new RedisStoreOptions { ConnectionString = arguments.GetValue(redis) })
            : new InMemoryCacheStore();
        await using var _ = (IAsyncDisposable)memory;
        if (arguments.GetValue(agents))
        {
            return await AgentReplay.RunAsync(memory, arguments.GetValue(recordings)!, arguments.GetValue(json), cancellationToken);
        }

        return arguments.GetValue(trace) is { } file
            ? await TraceReplay.RunAsync(memory, file, arguments.GetValue(json), cancellationToken)
            : await TrafficReplay.RunAsync(memory, arguments.GetValue(traffic)!, arguments.GetValue(json), cancellationToken);
    }
    catch (InputException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return ExitCodes.BadInput;
    }
    catch (Exception exception) when (exception is CacheStoreException or ArgumentException)
    {
        await Console.Error.WriteLineAsync($"The store does not work: {exception.Message}");
        return ExitCodes.StoreFailed;
    }
});

ParseResult parsed = command.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;
