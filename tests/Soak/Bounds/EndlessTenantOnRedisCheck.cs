using System.Globalization;
using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>One client that begins one conversation after another, for ever, in Redis.</summary>
internal sealed class EndlessTenantOnRedisCheck(int conversations, int maxPaths) : IBoundsCheck
{
    private const int AtOnce = 50;

    // The bound is on paths; what a hash keeps beside them varies a little.
    private const double Flat = 1.10;

    public async Task<BoundsTable> RunAsync(CancellationToken cancellationToken)
    {
        var table = new BoundsTable(
            string.Create(CultureInfo.InvariantCulture, $"{conversations:N0} conversations of one client, in Redis, MaxPathsPerTrie {maxPaths:N0}"),
            "layout", "written", "HLEN", "MEMORY USAGE KB", "server's used MB");
        SharedServers.RequireRedisOnCI();
        if (!RedisServer.IsInstalled)
        {
            table.Note("NOT covered: there is no redis-server in PATH.");
            return table;
        }

        await using RedisServer server = await RedisServer.StartAsync();
        foreach (PathLayout layout in Enum.GetValues<PathLayout>())
        {
            await RunAsync(server, layout, table, cancellationToken);
        }

        return table;
    }

    private async Task RunAsync(RedisServer server, PathLayout layout, BoundsTable table, CancellationToken cancellationToken)
    {
        await using var store = new RedisCacheStore(new RedisStoreOptions { ConnectionString = server.Endpoint, PathLayout = layout, MaxPathsPerTrie = maxPaths });
        var cache = new GatewayCache(store);
        string name = layout.ToString();
        ConversationScope scope = ConversationScope.Gemini(1, name);
        long missing = 0;
        double warm = 0;
        double most = 0;
        long longest = 0;
        int part = conversations / FloodWatch.Parts;
        for (int done = 0; done < conversations; done += AtOnce)
        {
            int first = done;
            await Task.WhenAll(Enumerable.Range(first, AtOnce).Select(async i => await cache.SaveConversationAsync(scope, EndlessChains.Of(i), "session", i + 1, cancellationToken)));

            // The one saved last, as its neighbours may have pushed the others out.
            ConversationMatch? match = await cache.FindConversationAsync(scope, EndlessChains.Of(first + AtOnce - 1) + "-u:next", cancellationToken);
            missing += match is null ? 1 : 0;
            if ((done + AtOnce) % part < AtOnce)
            {
                string key = $"gemini:trie:1:{name}";
                long length = await IntegerAsync(server, $"HLEN {key}");
                double kilobytes = await IntegerAsync(server, $"MEMORY USAGE {key} SAMPLES 0") / 1_024.0;
                string info = await InlineCommand.SendAsync(server.Port, "INFO memory");
                double used = long.Parse(info.Split("used_memory:")[1].Split('\r')[0], CultureInfo.InvariantCulture) / 1e6;
                table.Add(name, done + AtOnce, length, kilobytes, used);
                longest = Math.Max(longest, length);
                if (done + AtOnce >= 2 * maxPaths)
                {
                    warm = warm == 0 ? kilobytes : warm;
                    most = Math.Max(most, kilobytes / warm);
                }
            }
        }

        table.Expect(longest <= maxPaths, string.Create(CultureInfo.InvariantCulture, $"{name}: at most {longest:N0} paths"));
        table.Expect(most is > 0 and <= Flat, string.Create(CultureInfo.InvariantCulture, $"{name}: memory within 10 % once full (at most {most:F2} times)"));
        table.Expect(missing == 0, $"{name}: the newest always there ({missing} were not)");
    }

    private static async Task<long> IntegerAsync(RedisServer server, string command)
    {
        string answer = await InlineCommand.SendAsync(server.Port, command);
        return answer.StartsWith(':') ? long.Parse(answer[1..].TrimEnd(), CultureInfo.InvariantCulture) : throw new InvalidOperationException($"{command}: {answer}");
    }
}
