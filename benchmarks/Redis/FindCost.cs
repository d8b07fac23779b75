using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;
using StackExchange.Redis;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>
/// What a find costs the server, which runs one command at a time and so makes all its other users wait for as long: microseconds a
/// call by INFO commandstats, all round trips of the call added up. The original's algorithm, a port of it in OriginalScripts, and
/// both layouts take turns on the same conversation.
/// </summary>
internal sealed class FindCost(RedisTarget target) : IAsyncDisposable
{
    public const string Original = "the original";
    public static readonly string Full = $"{PathLayout.FullPath}";
    public static readonly string Hashed = $"{PathLayout.Hashed}";

    private readonly RedisCacheStore _full = target.Store();
    private readonly RedisCacheStore _hashed = target.Store(PathLayout.Hashed);

    /// <summary>How many rounds there are.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>About how long the server works for one of the three in a round.</summary>
    public TimeSpan RoundTime { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <returns>The original, <see cref="PathLayout.FullPath"/> and <see cref="PathLayout.Hashed"/>.</returns>
    public async Task<FindFigures> MeasureAsync(Conversation conversation)
    {
        var scope = new CacheKey("gemini:trie:", 1, $"find-{Guid.NewGuid():N}");
        CacheKey fullKey = scope;
        CacheKey hashedKey = scope with { Id = 2 };
        RedisKey[] originalKeys = [target.Own(scope.ToString())];
        target.Own(hashedKey.ToString());
        foreach (string path in conversation.Saved)
        {
            await _full.SavePathAsync(fullKey, path, Conversation.Value, RedisTarget.Life);
            await _hashed.SavePathAsync(hashedKey, path, Conversation.Value, RedisTarget.Life);
        }

        // The wire format is one, so the original reads what FullPath has saved.
        Func<Task<string?>>[] finds =
        [
            async () => (string?)await target.Database.ScriptEvaluateAsync(OriginalScripts.Find, originalKeys, [conversation.Chain, 300]),
            async () => (await _full.FindLongestPrefixAsync(fullKey, conversation.Chain, RedisTarget.Life))?.Value,
            async () => (await _hashed.FindLongestPrefixAsync(hashedKey, conversation.Chain, RedisTarget.Life))?.Value,
        ];
        double[][] rounds = [new double[Rounds], new double[Rounds], new double[Rounds]];
        int[] calls = new int[finds.Length];
        for (int side = 0; side < finds.Length; side++)
        {
            await TimeAsync(finds[side], 1);
            calls[side] = (int)Math.Clamp(RoundTime.TotalNanoseconds / Math.Max(await TimeAsync(finds[side], 3), 1_000), 2, 500);
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < finds.Length; turn++)
            {
                int side = round % 2 == 0 ? turn : finds.Length - 1 - turn;
                rounds[side][round] = await TimeAsync(finds[side], calls[side]);
            }
        }

        return new FindFigures(
            new Measurement(Original, rounds[0], 0),
            new Measurement(Full, rounds[1], 0),
            new Measurement(Hashed, rounds[2], 0),
            await target.MemoryUsageAsync(fullKey.ToString()),
            await target.MemoryUsageAsync(hashedKey.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        await _full.DisposeAsync();
        await _hashed.DisposeAsync();
    }

    private async Task<double> TimeAsync(Func<Task<string?>> find, int calls)
    {
        // In nanoseconds a call.
        double before = await target.ScriptTimeAsync();
        for (int call = 0; call < calls; call++)
        {
            if (await find() != Conversation.Value)
            {
                throw new InvalidOperationException("A find gave a wrong answer.");
            }
        }

        return 1_000 * (await target.ScriptTimeAsync() - before) / calls;
    }
}
