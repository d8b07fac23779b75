using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
[DoNotParallelize]
public sealed class DeadlineTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task An_operation_ends_at_its_deadline_and_not_before(bool hostsConnection)
    {
        TestRun.RequireRedis();
        await using RedisServer server = await RedisServer.StartAsync();
        var time = new FakeTimeProvider();
        await using ConnectionMultiplexer host = await ConnectionMultiplexer.ConnectAsync(server.Endpoint + ",asyncTimeout=3600000,syncTimeout=3600000");
        var options = new RedisStoreOptions { OperationTimeout = TimeSpan.FromHours(1) };
        if (hostsConnection)
        {
            options.ConnectionMultiplexer = host;
        }
        else
        {
            options.ConnectionString = server.Endpoint;
        }

        await using var store = new RedisCacheStore(options, time);
        CacheKey key = TestRun.NewKey();
        await store.SetAsync(key, 5, TestRun.Life);

        await server.SuspendAsync();
        Task<PathMatch?> second;
        try
        {
            Task<long?> first = store.GetAsync(key).AsTask();
            time.Advance(TimeSpan.FromMinutes(30));
            second = store.FindLongestPrefixAsync(key with { Space = "tries:" }, "a-b", TestRun.Life).AsTask();
            time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
            first.IsCompleted.Should().BeFalse();

            time.Advance(TimeSpan.FromMilliseconds(21));
            await first.Invoking(call => call.WaitAsync(TimeSpan.FromSeconds(20))).Should().ThrowAsync<CacheStoreException>().WithMessage("Redis did not answer within 3600 s.");
            second.IsCompleted.Should().BeFalse();
        }
        finally
        {
            await server.ResumeAsync();
        }

        // What is late does not end what comes after it.
        (await second).Should().BeNull();
        (await store.GetAsync(key)).Should().Be(5);
    }

    [TestMethod]
    public async Task Calls_that_are_cancelled_or_late_leave_the_answers_of_others_alone()
    {
        // Every caller has a key of its own, so an answer that went to somebody else shows.
        IDatabase database = await TestRun.DatabaseAsync();
        await using var patient = new RedisCacheStore(new RedisStoreOptions { ConnectionMultiplexer = database.Multiplexer, OperationTimeout = TimeSpan.FromSeconds(20) });
        await using var hasty = new RedisCacheStore(new RedisStoreOptions { ConnectionMultiplexer = database.Multiplexer, OperationTimeout = TimeSpan.FromMilliseconds(1) });
        CacheKey[] keys = [.. Enumerable.Range(0, 64).Select(_ => TestRun.NewKey())];
        for (int i = 0; i < keys.Length; i++)
        {
            await patient.SetAsync(keys[i], i, TestRun.Life);
        }

        int answered = 0;
        int cancelled = 0;
        await Task.WhenAll(Enumerable.Range(0, keys.Length).Select(i => Task.Run(async () =>
        {
            var random = new Random(i);
            for (int call = 0; call < 500; call++)
            {
                RedisCacheStore store = call % 8 == 0 ? hasty : patient;
                using var cancelling = new CancellationTokenSource();
                ValueTask<long?> get = store.GetAsync(keys[i], cancelling.Token);
                Task cancel = random.Next(3) == 0 ? Task.Run(cancelling.Cancel) : Task.CompletedTask;
                try
                {
                    (await get).Should().Be(i);
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }
                catch (CacheStoreException) when (store == hasty)
                {
                    // Late, which it is meant to be now and then.
                }

                await cancel;
            }
        })));

        answered.Should().BeGreaterThan(0);
        cancelled.Should().BeGreaterThan(0);
    }
}
