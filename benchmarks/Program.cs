using System.CommandLine;
using EmbeddedCache.Benchmarks;
using EmbeddedCache.Benchmarks.Charts;
using EmbeddedCache.Benchmarks.Developer;
using EmbeddedCache.Benchmarks.Redis;
using EmbeddedCache.TestServers;
using Spectre.Console;
using StackExchange.Redis;

var redis = new Option<string?>("--redis")
{
    Description = "HOST:PORT of a Redis to measure on; without a value, a redis-server is started for it.",
    Arity = ArgumentArity.ZeroOrOne,
};
var only = new Option<string?>("--only") { Description = "Only the rows whose suite has this in its name, for example sticky." };
var json = new Option<FileInfo?>("--json") { Description = "Write all rows and the facts of the machine to this file." };
var loose = new Option<bool>("--loose") { Description = "Allow times twice their budget, for a machine that others use too; bytes and counts stay exact." };

var ratios = new Command("ratios", "Everything beside its peers: rows, ratios and budgets; in under a minute without a Redis. Exit code 1 when a budget is broken.") { redis, only, json, loose };
ratios.SetAction(async (arguments, cancellationToken) =>
{
    ReleaseBuild.Expect();
    string? endpoint = arguments.GetValue(redis);
    bool startsServer = endpoint is null && arguments.GetResult(redis) is not null;
    await using RedisServer? own = startsServer ? await RedisServer.StartAsync() : null;
    endpoint ??= own?.Endpoint;
    return await RatiosCommand.RunAsync(
        Suites.For(endpoint),
        arguments.GetValue(only),
        endpoint,
        arguments.GetValue(json),
        arguments.GetValue(loose),
        AnsiConsole.Console,
        Console.Error,
        cancellationToken);
});

var redisCost = new Command("redis-cost", "Server time and memory of finds in both layouts, beside the original's algorithm. Starts a redis-server of its own when it is not given one.") { redis };
redisCost.SetAction((arguments, _) => RedisCost.RunAsync(arguments.GetValue(redis)));

var from = new Option<FileInfo>("--json") { Description = "What 'ratios --json' has written.", Required = true };
var svg = new Option<FileInfo>("--svg") { Description = "The file to draw to.", Required = true };
var chart = new Command("chart", "Draws the main rows of a run.") { from, svg };
chart.SetAction((arguments, cancellationToken) => ChartCommand.RunAsync(arguments.GetValue(from)!, arguments.GetValue(svg)!, cancellationToken));

var bdn = new Command("bdn", "The same workloads under BenchmarkDotNet, for developers; takes its options, for example --filter '*Find*'.") { TreatUnmatchedTokensAsErrors = false };
bdn.SetAction(arguments => DeveloperCommand.Run([.. arguments.UnmatchedTokens]));

var root = new RootCommand("What the cache costs, beside its peers.") { ratios, chart, bdn, redisCost };
try
{
    ParseResult parsed = root.Parse(args);
    int exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;
}
catch (InputException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return ExitCodes.BadInput;
}
catch (RedisConnectionException exception)
{
    await Console.Error.WriteLineAsync($"The Redis cannot be reached: {exception.Message}");
    return ExitCodes.BadInput;
}
