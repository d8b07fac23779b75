using System.IO.Hashing;
using System.Text;
using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class WireFormatTests
{
    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task Integers_lie_under_the_key_text_as_decimal_text(TestServerKind kind)
    {
        IDatabase database = await TestRun.DatabaseAsync(kind);
        await using RedisCacheStore store = await TestRun.StoreAsync(kind);
        string name = Guid.NewGuid().ToString("N");

        await store.SetAsync(new CacheKey("sticky_session:", -7, name), long.MinValue, TestRun.Life);
        await store.IncrementAsync(new CacheKey("ag:model_load:", long.MaxValue, name), TestRun.Life);

        ((string?)await database.StringGetAsync($"sticky_session:-7:{name}")).Should().Be("-9223372036854775808");
        ((string?)await database.StringGetAsync($"ag:model_load:9223372036854775807:{name}")).Should().Be("1");
    }

    [TestMethod]
    public async Task A_prefix_stands_in_front_of_every_key_text_in_utf_8()
    {
        IDatabase database = await TestRun.DatabaseAsync();
        await using RedisCacheStore store = await TestRun.StoreAsync(set: options =>
        {
            options.KeyPrefix = "städte:";
            options.PathLayout = PathLayout.FullPath;
        });
        string name = "名-" + Guid.NewGuid().ToString("N");
        var key = new CacheKey("s:", 1, name);

        await store.SetAsync(key, 5, TestRun.Life);
        await store.SavePathAsync(key with { Id = 2 }, "a-b", "v:1", TestRun.Life);

        byte[] text = Encoding.UTF8.GetBytes($"städte:s:1:{name}");
        ((long)await database.StringGetAsync(text)).Should().Be(5);
        ((string?)await database.HashGetAsync($"städte:s:2:{name}", "a-b")).Should().Be("v:1");
    }

    [TestMethod]
    public async Task A_key_longer_than_the_stack_buffer_is_written_whole()
    {
        IDatabase database = await TestRun.DatabaseAsync();
        await using RedisCacheStore store = await TestRun.StoreAsync(set: options => options.KeyPrefix = new string('p', 300));
        var key = new CacheKey("s:", 1, new string('n', 1_000));

        await store.SetAsync(key, 5, TestRun.Life);

        ((long)await database.StringGetAsync(new string('p', 300) + key)).Should().Be(5);
        await store.DeleteAsync(key);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task Times_to_live_are_milliseconds_rounded_up(TestServerKind kind, PathLayout layout)
    {
        IDatabase database = await TestRun.DatabaseAsync(kind);
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        TimeSpan life = TimeSpan.FromTicks((123_456 * TimeSpan.TicksPerMillisecond) + 1);
        CacheKey integer = TestRun.NewKey();
        CacheKey counter = TestRun.NewKey();
        CacheKey trie = TestRun.NewKey();

        async Task ExpectAsync(CacheKey key)
        {
            long milliseconds = (long)await database.ExecuteAsync("PTTL", (RedisKey)key.ToString());
            milliseconds.Should().BeInRange(113_457, 123_457);
            TimeSpan left = (await store.GetTimeToLiveAsync(key))!.Value;
            left.Should().BeCloseTo(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromSeconds(5));
        }

        await store.SetAsync(integer, 1, life);
        await ExpectAsync(integer);
        await store.IncrementAsync(counter, life);
        await ExpectAsync(counter);
        await store.SavePathAsync(trie, "a-b", "v:1", life);
        await ExpectAsync(trie);

        await database.KeyExpireAsync(trie.ToString(), TimeSpan.FromSeconds(20));
        (await store.FindLongestPrefixAsync(trie, "x", life)).Should().BeNull();
        (await store.GetTimeToLiveAsync(trie)).Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(20), "a miss renews nothing");
        (await store.FindLongestPrefixAsync(trie, "a-b-c", life)).Should().NotBeNull();
        await ExpectAsync(trie);

        await database.KeyExpireAsync(integer.ToString(), TimeSpan.FromSeconds(20));
        (await store.ExpireAsync(integer, life)).Should().BeTrue();
        await ExpectAsync(integer);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task A_life_longer_than_any_server_counts_is_taken(TestServerKind kind)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind);
        CacheKey integer = TestRun.NewKey();
        CacheKey trie = TestRun.NewKey();

        await store.SetAsync(integer, 1, TimeSpan.MaxValue);
        await store.IncrementAsync(integer, TimeSpan.MaxValue);
        (await store.ExpireAsync(integer, TimeSpan.MaxValue)).Should().BeTrue();
        await store.SavePathAsync(trie, "a", "v:1", TimeSpan.MaxValue);

        (await store.GetTimeToLiveAsync(integer)).Should().BeGreaterThan(TimeSpan.FromDays(300_000));
        (await store.GetTimeToLiveAsync(trie)).Should().BeGreaterThan(TimeSpan.FromDays(300_000));
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task The_smallest_life_is_a_millisecond_and_ends(TestServerKind kind)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind);
        CacheKey key = TestRun.NewKey();

        await store.SetAsync(key, 1, TimeSpan.FromTicks(1));
        await Task.Delay(50);

        (await store.GetAsync(key)).Should().BeNull();
        (await store.GetTimeToLiveAsync(key)).Should().BeNull();
    }

    [TestMethod]
    public async Task An_entry_that_something_else_wrote_without_a_life_lives_for_ever()
    {
        IDatabase database = await TestRun.DatabaseAsync();
        await using RedisCacheStore store = await TestRun.StoreAsync();
        CacheKey key = TestRun.NewKey();
        await database.StringSetAsync(key.ToString(), 1);

        (await store.GetTimeToLiveAsync(key)).Should().Be(TimeSpan.MaxValue);
        await store.DeleteAsync(key);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task A_hashed_path_lies_under_the_xxh128_of_its_utf_8(TestServerKind kind)
    {
        IDatabase database = await TestRun.DatabaseAsync(kind);
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = PathLayout.Hashed);
        CacheKey key = TestRun.NewKey();

        await store.SavePathAsync(key, "-u:é--m:世界-", "v:1", TestRun.Life);

        HashEntry only = (await database.HashGetAllAsync(key.ToString())).Should().ContainSingle().Subject;
        ((byte[])only.Name!).Should().Equal(XxHash128.Hash(Encoding.UTF8.GetBytes("u:é-m:世界")));
        ((string?)only.Value).Should().Be("v:1");
        (await store.FindLongestPrefixAsync(key, "u:é-m:世界-u:x", TestRun.Life)).Should().Be(new PathMatch("v:1", "u:é-m:世界".Length));
    }

    [TestMethod]
    public async Task RESP2_and_RESP3_give_the_same_answers()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        await using RedisCacheStore two = await TestRun.StoreAsync(set: options => options.ConnectionString = server.ConnectionString + ",protocol=resp2");
        await using RedisCacheStore three = await TestRun.StoreAsync(set: options => options.ConnectionString = server.ConnectionString + ",protocol=resp3");
        CacheKey key = TestRun.NewKey();
        CacheKey trie = TestRun.NewKey();
        CacheKey missing = TestRun.NewKey();
        await two.SetAsync(key, 41, TestRun.Life);
        await two.SavePathAsync(trie, "a-b", "v:1", TestRun.Life);

        foreach (RedisCacheStore store in new[] { two, three })
        {
            (await store.GetAsync(key)).Should().Be(41);
            (await store.GetAsync(missing)).Should().BeNull();
            (await store.GetManyAsync([key, missing])).Should().Equal(41, null);
            (await store.FindLongestPrefixAsync(trie, "a-b-c", TestRun.Life)).Should().Be(new PathMatch("v:1", 3));
            (await store.FindLongestPrefixAsync(trie, "b", TestRun.Life)).Should().BeNull();
            (await store.GetTimeToLiveAsync(missing)).Should().BeNull();
            (await store.ExpireAsync(missing, TestRun.Life)).Should().BeFalse();
            (await store.DeleteAsync(missing)).Should().BeFalse();
            (await store.RemovePathAsync(trie, "x")).Should().BeFalse();
        }

        (await two.IncrementAsync(key, TestRun.Life)).Should().Be(42);
        (await three.IncrementAsync(key, TestRun.Life)).Should().Be(43);
    }

    [TestMethod]
    public async Task A_database_of_its_own_is_apart_from_the_others()
    {
        TestServer server = await SharedServers.GetAsync(TestServerKind.Redis);
        await using RedisCacheStore first = await TestRun.StoreAsync(set: options => options.Database = 1);
        await using RedisCacheStore second = await TestRun.StoreAsync(set: options => options.ConnectionString = server.ConnectionString + ",defaultDatabase=1");
        await using RedisCacheStore other = await TestRun.StoreAsync();
        CacheKey key = TestRun.NewKey();

        await first.SetAsync(key, 5, TestRun.Life);

        (await second.GetAsync(key)).Should().Be(5);
        (await other.GetAsync(key)).Should().BeNull();
    }
}
