using System.Collections.Concurrent;
using System.Diagnostics;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Faults.Tests;

[TestClass]
public sealed class DisposeTests
{
    private const int Callers = 64;

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public async Task A_store_that_is_disposed_under_load_ends_every_call(bool withFallback, bool isHanging)
    {
        if (!RedisServer.IsInstalled)
        {
            Assert.Inconclusive("There is no redis-server in PATH.");
        }

        await using RedisServer server = await RedisServer.StartAsync();
        var redis = new RedisCacheStore(new RedisStoreOptions { ConnectionString = server.Endpoint });
        var fallback = withFallback ? new LocalFallbackStore(redis) : null;
        ICacheStore store = (ICacheStore?)fallback ?? redis;
        var key = new CacheKey("test:", 1, "n");
        await UntilAnsweredAsync(redis, key);

        var others = new ConcurrentQueue<Exception>();
        var longest = new ConcurrentBag<TimeSpan>();
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; ; i++)
            {
                long started = Stopwatch.GetTimestamp();
                try
                {
                    await CallAsync(store, caller + i, key);
                }
                catch (ObjectDisposedException)
                {
                    longest.Add(Stopwatch.GetElapsedTime(started));
                    return;
                }
                catch (CacheStoreException) when (isHanging)
                {
                    // Too late, before it was disposed.
                }
                catch (Exception exception)
                {
                    others.Enqueue(exception);
                    return;
                }
            }
        }))];
        await Task.Delay(300);
        if (isHanging)
        {
            await server.SuspendAsync();
            await Task.Delay(300);
        }

        if (fallback is not null)
        {
            await fallback.DisposeAsync();
        }

        await redis.DisposeAsync();
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(20));
        await server.ResumeAsync();

        others.Should().BeEmpty();
        longest.Should().HaveCount(Callers);
    }

    private static async Task CallAsync(ICacheStore store, int turn, CacheKey key)
    {
        switch (turn % 5)
        {
            case 0:
                await store.GetAsync(key);
                break;
            case 1:
                await store.SetAsync(key, turn, TimeSpan.FromMinutes(1));
                break;
            case 2:
                await store.SavePathAsync(key with { Id = 2 }, "a-b", "s:1", TimeSpan.FromMinutes(1));
                break;
            case 3:
                await store.FindLongestPrefixAsync(key with { Id = 2 }, "a-b-c", TimeSpan.FromMinutes(1));
                break;
            default:
                await store.IncrementAsync(key with { Id = 3 }, TimeSpan.FromMinutes(1));
                break;
        }
    }

    private static async Task UntilAnsweredAsync(RedisCacheStore store, CacheKey key)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await store.GetAsync(key);
                return;
            }
            catch (CacheStoreException) when (tries < 10)
            {
                // A process that has just started takes its time for the first connection.
            }
        }
    }
}
