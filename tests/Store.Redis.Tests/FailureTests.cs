using System.Diagnostics;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
[DoNotParallelize]
public sealed class FailureTests
{
    private const string Password = "correct-horse-battery";

    [TestInitialize]
    public void Begin() => TestRun.RequireRedis();

    [TestMethod]
    public async Task A_missing_password_is_a_clear_error_that_says_no_secret()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", Password);
        foreach (string connectionString in new[] { server.Endpoint, $"{server.Endpoint},password=wrong-{Password}" })
        {
            await using RedisCacheStore store = Store(connectionString);
            CacheKey key = TestRun.NewKey();

            CacheStoreException error = await FailsAsync(() => store.GetAsync(key).AsTask());

            error.Message.Should().Contain("credentials");
            TestRun.ExpectDiscreet(error, Password, key.Name);
        }

        await using RedisCacheStore right = Store($"{server.Endpoint},password={Password}");
        (await right.GetAsync(TestRun.NewKey())).Should().BeNull();
    }

    [TestMethod]
    public async Task A_user_who_may_not_run_the_command_is_a_clear_error()
    {
        await using RedisServer server = await RedisServer.StartAsync("--user", "reader", "on", $">{Password}", "~*", "&*", "+@all", "-set", "-setex", "-psetex", "-@scripting");
        await using RedisCacheStore store = Store($"{server.Endpoint},user=reader,password={Password}");
        CacheKey key = TestRun.NewKey("sessions:");

        foreach (Func<Task> call in new Func<Task>[] { () => store.SetAsync(key, 1, TestRun.Life).AsTask(), () => store.IncrementAsync(key, TestRun.Life).AsTask() })
        {
            CacheStoreException error = await FailsAsync(call);
            error.Message.Should().Contain("may not run");
            TestRun.ExpectDiscreet(error, Password, key.Name);
        }

        (await store.GetAsync(key)).Should().BeNull();
    }

    [TestMethod]
    public async Task A_server_that_forbids_SCRIPT_does_and_so_does_a_flushed_one()
    {
        await using RedisServer server = await RedisServer.StartAsync("--user", "gateway", "on", $">{Password}", "~*", "&*", "+@all", "-script");
        await using RedisCacheStore store = Store($"{server.Endpoint},user=gateway,password={Password}");
        CacheKey key = TestRun.NewKey();
        CacheKey trie = TestRun.NewKey();

        for (int round = 1; round <= 3; round++)
        {
            (await store.IncrementAsync(key, TestRun.Life)).Should().Be(round);
            await store.SavePathAsync(trie, "a-b", "v:1", TestRun.Life);
            (await store.FindLongestPrefixAsync(trie, "a-b-c", TestRun.Life)).Should().NotBeNull();
            (await InlineCommand.SendAsync(server.Port, "SCRIPT FLUSH")).Should().StartWith("+OK");
        }
    }

    [TestMethod]
    public async Task A_server_without_scripts_is_an_error_that_quotes_no_key()
    {
        await using RedisServer server = await RedisServer.StartAsync("--rename-command", "EVALSHA", string.Empty);
        await using RedisCacheStore store = Store(server.Endpoint);
        CacheKey key = TestRun.NewKey("loads:");

        CacheStoreException error = await FailsAsync(() => store.IncrementAsync(key, TestRun.Life).AsTask());

        error.Message.Should().Contain("'loads:'");
        error.InnerException!.Message.Should().Contain("unknown command");
        TestRun.ExpectDiscreet(error, key.Name);
    }

    [TestMethod]
    public async Task A_wrong_port_is_a_clear_error_of_every_operation()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        server.Stop();
        await using RedisCacheStore store = Store($"{server.Endpoint},password={Password},connectTimeout=1000", TimeSpan.FromMilliseconds(300));
        CacheKey key = TestRun.NewKey();

        foreach (Func<Task> call in Operations(store, key))
        {
            CacheStoreException error = await FailsAsync(call);
            error.Message.Should().StartWith("Redis cannot be reached");
            error.InnerException.Should().NotBeNull();
            TestRun.ExpectDiscreet(error, Password, key.Name);
        }
    }

    [TestMethod]
    public async Task A_read_only_replica_is_read_and_writes_to_it_are_a_clear_error()
    {
        await using RedisServer primary = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using RedisServer replica = await ReplicaOfAsync(primary);
        await using RedisCacheStore writer = Store(primary.Endpoint);
        await using RedisCacheStore store = Store(replica.Endpoint);
        CacheKey key = TestRun.NewKey();
        await writer.SetAsync(key, 5, TestRun.Life);
        await UntilAsync(async () => await store.GetAsync(key) == 5);

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => store.SetAsync(key, 6, TestRun.Life).AsTask(),
            () => store.IncrementAsync(key, TestRun.Life).AsTask(),
            () => store.DeleteAsync(key).AsTask(),
            () => store.SavePathAsync(TestRun.NewKey(), "a", "v:1", TestRun.Life).AsTask(),
        })
        {
            CacheStoreException error = await FailsAsync(call);
            error.Message.Should().Contain("read-only replica");
            TestRun.ExpectDiscreet(error, key.Name);
        }

        (await store.GetAsync(key)).Should().Be(5);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_hanging_server_costs_the_timeout_and_a_cancelled_call_nothing(bool hostsConnection)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using ConnectionMultiplexer host = await ConnectionMultiplexer.ConnectAsync(server.Endpoint);
        await using RedisCacheStore store = hostsConnection
            ? new RedisCacheStore(new RedisStoreOptions { ConnectionMultiplexer = host, OperationTimeout = TimeSpan.FromSeconds(1) })
            : Store(server.Endpoint, TimeSpan.FromSeconds(1));
        CacheKey key = TestRun.NewKey();
        await store.SetAsync(key, 5, TestRun.Life);
        var unobserved = new List<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Add(e.Exception.ToString());
        TaskScheduler.UnobservedTaskException += Note;

        await server.SuspendAsync();
        foreach (Func<CancellationToken, Task> call in CancellableOperations(store, key))
        {
            using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            long started = Stopwatch.GetTimestamp();
            await FluentActions.Awaiting(() => call(cancelling.Token)).Should().ThrowAsync<OperationCanceledException>();
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromMilliseconds(700));
        }

        long all = Stopwatch.GetTimestamp();
        CacheStoreException[] errors = await Task.WhenAll(Operations(store, key).Select(FailsAsync));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(all);
        elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(900)).And.BeLessThan(TimeSpan.FromSeconds(4));
        foreach (CacheStoreException error in errors)
        {
            error.Message.Should().Be("Redis did not answer within 1 s.");
            TestRun.ExpectDiscreet(error, key.Name);
        }

        await server.ResumeAsync();
        await UntilAsync(async () => await store.GetAsync(key) is not null || true);
        await Task.Delay(300);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        TaskScheduler.UnobservedTaskException -= Note;
        unobserved.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_restarted_server_costs_no_operation()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisCacheStore store = Store(server.Endpoint, TimeSpan.FromSeconds(5));
        CacheKey key = TestRun.NewKey();
        foreach (int operation in Enumerable.Range(0, Operations(store, key).Count()))
        {
            await store.SetAsync(key, 1, TestRun.Life);
            server.Stop();
            await server.StartAsync();

            await Operations(store, key).ElementAt(operation)();
        }
    }

    [TestMethod]
    public async Task A_server_that_comes_back_late_is_found_again()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisCacheStore store = Store(server.Endpoint, TimeSpan.FromMilliseconds(300));
        CacheKey key = TestRun.NewKey();
        await store.SetAsync(key, 1, TestRun.Life);

        server.Stop();
        await FailsAsync(() => store.GetAsync(key).AsTask());
        await Task.Delay(TimeSpan.FromSeconds(1));
        await server.StartAsync();

        await UntilAsync(async () =>
        {
            await store.SetAsync(key, 2, TestRun.Life);
            return true;
        });
    }

    [TestMethod]
    public async Task A_failover_costs_no_operation()
    {
        await using RedisServer first = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using RedisServer second = await ReplicaOfAsync(first);
        await using RedisCacheStore store = Store($"{first.Endpoint},{second.Endpoint}", TimeSpan.FromSeconds(5));
        CacheKey key = TestRun.NewKey();
        RedisServer primary = first;
        RedisServer replica = second;

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => store.SetAsync(key, 1, TestRun.Life).AsTask(),
            () => store.IncrementAsync(key, TestRun.Life).AsTask(),
            () => store.SavePathAsync(TestRun.NewKey(), "a", "v:1", TestRun.Life).AsTask(),
            () => store.DeleteAsync(key).AsTask(),
        })
        {
            await store.SetAsync(key, 1, TestRun.Life);
            await UntilAsync(async () => (await InlineCommand.SendAsync(replica.Port, "INFO replication")).Contains("master_link_status:up", StringComparison.Ordinal));
            (await InlineCommand.SendAsync(replica.Port, "REPLICAOF NO ONE")).Should().StartWith("+OK");
            (await InlineCommand.SendAsync(primary.Port, $"REPLICAOF 127.0.0.1 {replica.Port}")).Should().StartWith("+OK");
            (primary, replica) = (replica, primary);

            await call();
        }
    }

    [TestMethod]
    public async Task An_increment_whose_answer_was_lost_fails_rather_than_counts_twice_and_others_are_sent_again()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var proxy = new CountingProxy(server.Port);
        await using RedisCacheStore store = Store(proxy.Endpoint, TimeSpan.FromSeconds(5));
        CacheKey key = TestRun.NewKey();
        (await store.IncrementAsync(key, TestRun.Life)).Should().Be(1);

        proxy.LoseNextAnswer();
        await FailsAsync(() => store.IncrementAsync(key, TestRun.Life).AsTask());
        (await store.GetAsync(key)).Should().Be(2);

        proxy.LoseNextAnswer();
        (await store.GetAsync(key)).Should().Be(2);
        proxy.LoseNextAnswer();
        await store.SetAsync(key, 7, TestRun.Life);
        proxy.LoseNextAnswer();
        await store.SavePathAsync(TestRun.NewKey(), "a", "v:1", TestRun.Life);
        (await store.IncrementAsync(key, TestRun.Life)).Should().Be(8);
    }

    private static RedisCacheStore Store(string connectionString, TimeSpan? timeout = null) =>
        new(new RedisStoreOptions { ConnectionString = connectionString, OperationTimeout = timeout ?? TimeSpan.FromSeconds(10) });

    private static async Task<RedisServer> ReplicaOfAsync(RedisServer primary)
    {
        RedisServer replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}", "--repl-diskless-sync-delay", "0");
        await UntilAsync(async () => (await InlineCommand.SendAsync(replica.Port, "INFO replication")).Contains("master_link_status:up", StringComparison.Ordinal));
        return replica;
    }

    private static IEnumerable<Func<Task>> Operations(RedisCacheStore store, CacheKey key) =>
        CancellableOperations(store, key).Select(call => (Func<Task>)(() => call(CancellationToken.None)));

    private static IEnumerable<Func<CancellationToken, Task>> CancellableOperations(RedisCacheStore store, CacheKey key) =>
    [
        token => store.GetAsync(key, token).AsTask(),
        token => store.GetManyAsync([key, key with { Id = 0 }], token).AsTask(),
        token => store.SetAsync(key, 1, TestRun.Life, token).AsTask(),
        token => store.ExpireAsync(key, TestRun.Life, token).AsTask(),
        token => store.IncrementAsync(key, TestRun.Life, token).AsTask(),
        token => store.GetTimeToLiveAsync(key, token).AsTask(),
        token => store.SavePathAsync(key with { Space = "tries:" }, "a-b", "v:1", TestRun.Life, token).AsTask(),
        token => store.FindLongestPrefixAsync(key with { Space = "tries:" }, "a-b-c", TestRun.Life, token).AsTask(),
        token => store.RemovePathAsync(key with { Space = "tries:" }, "a-b", token).AsTask(),
        token => store.DeleteAsync(key, token).AsTask(),
    ];

    private static async Task<CacheStoreException> FailsAsync(Func<Task> call) =>
        (await call.Should().ThrowExactlyAsync<CacheStoreException>()).Which;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (long end = Environment.TickCount64 + 20_000; ; await Task.Delay(50))
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (CacheStoreException) when (Environment.TickCount64 < end)
            {
                // Not yet.
            }

            Assert.IsLessThan(end, Environment.TickCount64, "It did not come about in 20 s.");
        }
    }
}
