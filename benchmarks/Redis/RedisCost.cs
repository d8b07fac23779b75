using System.Globalization;
using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;
using StackExchange.Redis;

namespace EmbeddedCache.Benchmarks;

/// <summary>
/// What a find costs the server, which runs one command at a time and so makes all its other users wait for as long: microseconds a
/// call by INFO commandstats, all round trips of the call added up, and the memory of what is saved. The original's algorithm
/// stands beside both layouts, on the same data in the same run.
/// </summary>
internal static class RedisCost
{
    // The least of several rounds: what else the machine does is not the server's time.
    private const int Rounds = 5;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string? endpoint)
    {
        await using RedisServer? own = endpoint is null ? await RedisServer.StartAsync() : null;
        endpoint ??= own!.Endpoint;
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(endpoint + ",allowAdmin=true");
        IServer server = connection.GetServers()[0];
        await using var full = new RedisCacheStore(new RedisStoreOptions { ConnectionString = endpoint });
        await using var hashed = new RedisCacheStore(new RedisStoreOptions { ConnectionString = endpoint, PathLayout = PathLayout.Hashed });

        Console.WriteLine($"Redis {server.Version}: server time of one find in us, and bytes of what was saved");
        Console.WriteLine(Row("messages", "match", "original", "FullPath", "ratio", "Hashed", "ratio", "bytes FullPath", "bytes Hashed"));
        bool right = true;
        foreach (int messages in new[] { 10, 50, 200, 1_000 })
        {
            foreach (MatchPlace place in Enum.GetValues<MatchPlace>())
            {
                Conversation conversation = Conversation.Make(messages, place);
                (double originals, _, bool ok1) = await MeasureAsync(connection, full, conversation, original: true);
                (double fulls, long fullBytes, bool ok2) = await MeasureAsync(connection, full, conversation);
                (double hasheds, long hashedBytes, bool ok3) = await MeasureAsync(connection, hashed, conversation);
                right &= ok1 && ok2 && ok3;
                Console.WriteLine(Row(
                    Number(messages), $"{place}", Time(originals), Time(fulls), Ratio(fulls / originals), Time(hasheds), Ratio(hasheds / originals), Number(fullBytes), Number(hashedBytes)));
            }
        }

        Console.WriteLine(right ? "Every find gave the right answer." : "Some finds gave a wrong answer.");
        return right ? 0 : 1;
    }

    private static async Task<(double Microseconds, long Bytes, bool Right)> MeasureAsync(
        ConnectionMultiplexer connection, RedisCacheStore store, Conversation conversation, bool original = false)
    {
        IDatabase database = connection.GetDatabase();
        IServer server = connection.GetServers()[0];
        var key = new CacheKey("gemini:trie:", 1, $"cost-{Guid.NewGuid():N}");
        RedisKey[] keys = [key.ToString()];
        foreach (string path in conversation.Saved)
        {
            await store.SavePathAsync(key, path, Conversation.Value, Life);
        }

        long bytes = (long)await database.ExecuteAsync("MEMORY", "USAGE", keys[0], "SAMPLES", 0);
        async Task<string?> FindAsync() => original
            ? (string?)await database.ScriptEvaluateAsync(OriginalScripts.Find, keys, [conversation.Chain, 300])
            : (await store.FindLongestPrefixAsync(key, conversation.Chain, Life))?.Value;

        bool right = await FindAsync() == Conversation.Value;
        int calls = Math.Max(10, 2_000 / conversation.Chain.Length);
        double least = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            double before = await ScriptTimeAsync(server);
            for (int call = 0; call < calls; call++)
            {
                right &= await FindAsync() == Conversation.Value;
            }

            least = Math.Min(least, (await ScriptTimeAsync(server) - before) / calls);
        }

        await store.DeleteAsync(key);
        return (least, bytes, right);
    }

    // The time of a script contains that of its commands.
    private static async Task<double> ScriptTimeAsync(IServer server) =>
        (await server.InfoAsync("commandstats")).SelectMany(static section => section)
            .Where(static line => line.Key is "cmdstat_eval" or "cmdstat_evalsha")
            .Sum(static line => double.Parse(line.Value.Split("usec=")[1].Split(',')[0], CultureInfo.InvariantCulture));

    private static string Row(params string[] cells) =>
        string.Concat(cells.Select(static (cell, column) => column == 1 ? "  " + cell.PadRight(12) : cell.PadLeft(column < 7 ? 10 : 16)));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(double microseconds) => microseconds.ToString("N1", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);
}
