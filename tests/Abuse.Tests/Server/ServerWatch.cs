using StackExchange.Redis;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>
/// How long single calls hold a Redis server, by its own clock: SLOWLOG keeps every command, a script as one. A server runs one
/// command at a time, so that is how long all its other users wait.
/// </summary>
internal sealed class ServerWatch : IAsyncDisposable
{
    private const string OwnCommand = "SLOWLOG";
    private const int MostRounds = 9;

    private readonly ConnectionMultiplexer _connection;

    private ServerWatch(ConnectionMultiplexer connection) => _connection = connection;

    public IDatabase Database => _connection.GetDatabase();

    public static async Task<ServerWatch> StartAsync(RedisServer server)
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"{server.Endpoint},allowAdmin=true,asyncTimeout=120000");
        IServer admin = connection.GetServers()[0];
        await admin.ConfigSetAsync("slowlog-max-len", "100000");
        await admin.ConfigSetAsync("slowlog-log-slower-than", "0");
        return new ServerWatch(connection);
    }

    /// <summary>
    /// The longest call of an operation, and how many calls it made. The operation is done two times at least, and up to nine until no call
    /// took longer than what is expected; of each of its calls the fastest counts: what the machine did besides is not the server's work.
    /// </summary>
    /// <param name="expected">With less than this no further round is needed.</param>
    /// <param name="operation">The operation; it is told the number of the round.</param>
    public async Task<HoldTime> OfAsync(TimeSpan expected, Func<int, Task> operation)
    {
        var fastest = new List<TimeSpan>();
        for (int round = 0; round < 2 || (round < MostRounds && fastest.Max() > expected); round++)
        {
            await Database.ExecuteAsync(OwnCommand, "RESET");
            await operation(round);
            TimeSpan[] calls = await CallsAsync();
            for (int i = 0; i < calls.Length; i++)
            {
                if (i == fastest.Count)
                {
                    fastest.Add(calls[i]);
                }

                fastest[i] = calls[i] < fastest[i] ? calls[i] : fastest[i];
            }
        }

        return new HoldTime(fastest.Max(), fastest.Count);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Scripts as a whole; where there was none, the commands.
    private async Task<TimeSpan[]> CallsAsync()
    {
        CommandTrace[] traces = [.. (await _connection.GetServers()[0].SlowlogGetAsync(100_000)).OrderBy(static trace => trace.UniqueId)];
        CommandTrace[] scripts = [.. traces.Where(static trace => NameOf(trace).StartsWith("EVAL", StringComparison.Ordinal))];
        return [.. (scripts.Length > 0 ? scripts : [.. traces.Where(static trace => NameOf(trace) is "HDEL" or "DEL")]).Select(static trace => trace.Duration)];
    }

    private static string NameOf(CommandTrace trace) => ((string)trace.Arguments[0]!).ToUpperInvariant();
}
