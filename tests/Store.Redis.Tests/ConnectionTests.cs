using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
[DoNotParallelize]
public sealed class ConnectionTests
{
    [TestMethod]
    public void Exactly_one_way_to_the_server_is_taken()
    {
        Func<CancellationToken, Task<IConnectionMultiplexer>> factory = _ => throw new InvalidOperationException();
        foreach (RedisStoreOptions options in new[]
        {
            new RedisStoreOptions(),
            new RedisStoreOptions { ConnectionString = "secret:1", ConfigurationOptions = new ConfigurationOptions() },
            new RedisStoreOptions { ConnectionString = "secret:1", ConnectionMultiplexerFactory = factory },
        })
        {
            FluentActions.Invoking(() => new RedisCacheStore(options)).Should().Throw<ArgumentException>()
                .Which.ToString().Should().Contain("exactly one").And.NotContain("secret");
        }
    }

    [TestMethod]
    [DataRow("localhost:6379,password=first,second=third")]
    [DataRow("localhost:6379,connectTimeout=secret")]
    [DataRow("password=secret")]
    [DataRow("")]
    public void A_connection_string_that_cannot_be_read_is_an_error_that_does_not_quote_it(string connectionString)
    {
        ArgumentException error = FluentActions.Invoking(() => new RedisCacheStore(new RedisStoreOptions { ConnectionString = connectionString }))
            .Should().Throw<ArgumentException>().Which;

        TestRun.ExpectDiscreet(error, "first", "second", "third", "secret");
    }

    [TestMethod]
    public void Options_out_of_range_are_named()
    {
        foreach ((string name, Action<RedisStoreOptions> set) in new (string, Action<RedisStoreOptions>)[]
        {
            ("Database", options => options.Database = -2),
            ("OperationTimeout", options => options.OperationTimeout = TimeSpan.Zero),
            ("OperationTimeout", options => options.OperationTimeout = TimeSpan.FromDays(2)),
            ("MaxPathsPerTrie", options => options.MaxPathsPerTrie = 0),
            ("PathLayout", options => options.PathLayout = (PathLayout)7),
        })
        {
            var options = new RedisStoreOptions { ConnectionString = "localhost:6379" };
            set(options);
            FluentActions.Invoking(() => new RedisCacheStore(options)).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"RedisStoreOptions.{name} is *needed*");
        }
    }

    [TestMethod]
    public async Task Nothing_connects_before_the_first_use()
    {
        await using var store = new RedisCacheStore(new RedisStoreOptions { ConnectionMultiplexerFactory = _ => throw new InvalidOperationException("connected") });

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(() => store.GetAsync(TestRun.NewKey(), cancelled.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    public async Task The_hosts_connection_is_used_and_stays_open()
    {
        IDatabase database = await TestRun.DatabaseAsync();
        CacheKey key = TestRun.NewKey();
        var store = new RedisCacheStore(new RedisStoreOptions { ConnectionMultiplexer = database.Multiplexer });
        await store.SetAsync(key, 5, TestRun.Life);

        await store.DisposeAsync();
        await store.DisposeAsync();

        ((long)await database.StringGetAsync(key.ToString())).Should().Be(5);
        await FluentActions.Awaiting(() => store.GetAsync(key).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => store.FindLongestPrefixAsync(key, "a", TestRun.Life).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestMethod]
    public async Task First_uses_at_once_share_one_connection_which_goes_with_the_store()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        var made = new List<ConnectionMultiplexer>();
        CancellationToken given = default;
        var store = new RedisCacheStore(new RedisStoreOptions
        {
            OperationTimeout = TimeSpan.FromSeconds(10),
            ConnectionMultiplexerFactory = async token =>
            {
                given = token;
                await Task.Delay(100, token);
                ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
                made.Add(connection);
                return connection;
            },
        });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.GetAsync(TestRun.NewKey()).AsTask()));
        ConnectionMultiplexer only = made.Should().ContainSingle().Subject;
        only.IsConnected.Should().BeTrue();
        given.IsCancellationRequested.Should().BeFalse();

        await store.DisposeAsync();
        only.IsConnected.Should().BeFalse();
        given.IsCancellationRequested.Should().BeTrue();
    }

    [TestMethod]
    public async Task A_failed_connect_is_tried_again_at_the_next_use()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        int tries = 0;
        await using var store = new RedisCacheStore(new RedisStoreOptions
        {
            OperationTimeout = TimeSpan.FromSeconds(10),
            ConnectionMultiplexerFactory = async _ => tries++ < 2
                ? throw new InvalidOperationException("not yet")
                : await ConnectionMultiplexer.ConnectAsync(server.ConnectionString),
        });

        for (int i = 0; i < 2; i++)
        {
            CacheStoreException error = (await FluentActions.Awaiting(() => store.GetAsync(TestRun.NewKey()).AsTask()).Should().ThrowAsync<CacheStoreException>()).Which;
            error.InnerException.Should().BeOfType<InvalidOperationException>();
        }

        (await store.GetAsync(TestRun.NewKey())).Should().BeNull();
        tries.Should().Be(3);
    }

    [TestMethod]
    public async Task A_connect_that_takes_too_long_ends_the_call_and_serves_the_next()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        var release = new TaskCompletionSource();
        await using var store = new RedisCacheStore(new RedisStoreOptions
        {
            OperationTimeout = TimeSpan.FromMilliseconds(200),
            ConnectionMultiplexerFactory = async _ =>
            {
                await release.Task;
                return await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            },
        });

        (await FluentActions.Awaiting(() => store.GetAsync(TestRun.NewKey()).AsTask()).Should().ThrowAsync<CacheStoreException>())
            .WithMessage("Redis cannot be reached: there was no connection within 0.2 s.");
        release.SetResult();
        await Task.Delay(500);
        (await store.GetAsync(TestRun.NewKey())).Should().BeNull();
    }

    [TestMethod]
    public async Task A_store_disposed_while_it_connects_closes_what_it_gets()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        ConnectionMultiplexer? made = null;
        var store = new RedisCacheStore(new RedisStoreOptions
        {
            OperationTimeout = TimeSpan.FromSeconds(10),
            ConnectionMultiplexerFactory = async _ =>
            {
                begun.SetResult();
                await release.Task;
                return made = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            },
        });
        Task<long?> call = store.GetAsync(TestRun.NewKey()).AsTask();
        await begun.Task;

        await store.DisposeAsync();
        release.SetResult();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<ObjectDisposedException>();
        made!.IsConnected.Should().BeFalse();
    }

    [TestMethod]
    public async Task The_callers_configuration_is_used_and_not_changed()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        ConfigurationOptions configuration = ConfigurationOptions.Parse(server.ConnectionString);
        configuration.ClientName = "gateway";
        string before = configuration.ToString(includePassword: true);
        (int AsyncTimeout, int SyncTimeout, TimeSpan HeartbeatInterval, bool IncludeDetailInExceptions) Rest() =>
            (configuration.AsyncTimeout, configuration.SyncTimeout, configuration.HeartbeatInterval, configuration.IncludeDetailInExceptions);
        var rest = Rest();
        await using RedisCacheStore store = new(new RedisStoreOptions { ConfigurationOptions = configuration, OperationTimeout = TimeSpan.FromSeconds(7) });

        await store.SetAsync(TestRun.NewKey(), 1, TestRun.Life);

        configuration.ToString(includePassword: true).Should().Be(before);
        Rest().Should().Be(rest);
    }
}
