using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>What a conversation of 200 messages, saved at every second one, takes of the server's memory, by MEMORY USAGE.</summary>
internal sealed class ServerMemory : IRatioSuite
{
    private const int Messages = 200;

    public string Name => "redis-memory-conversation-200";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await using RedisTarget target = await RedisTarget.ConnectAsync(run.Redis!);
        IReadOnlyList<string> saved = Conversation.Make(Messages, MatchPlace.End).Saved;

        // The names are of one length, as a name is part of what is counted.
        var original = new CacheKey("gemini:trie:", 1, target.Run);
        foreach (string path in saved)
        {
            await target.Database.ScriptEvaluateAsync(OriginalScripts.Save, [target.Own(original.ToString())], [path, Conversation.Value, 300]);
        }

        long originals = await target.MemoryUsageAsync(original.ToString());
        run.Add(new RatioRow(Name, FindCost.Original, await SaveAsync(target, PathLayout.FullPath, original with { Id = 2 }, saved), originals, "B", Budget.AtMost(1)));
        run.Add(new RatioRow(Name + " hashed", FindCost.Original, await SaveAsync(target, PathLayout.Hashed, original with { Id = 3 }, saved), originals, "B", Budget.AtMost(0.05)));
    }

    private static async Task<long> SaveAsync(RedisTarget target, PathLayout layout, CacheKey key, IReadOnlyList<string> saved)
    {
        await using RedisCacheStore store = target.Store(layout);
        foreach (string path in saved)
        {
            await store.SavePathAsync(key, path, Conversation.Value, RedisTarget.Life);
        }

        return await target.MemoryUsageAsync(target.Own(key.ToString()));
    }
}
