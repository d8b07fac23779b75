using StackExchange.Redis;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class IntegerTests
{
    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task Increments_are_exact_to_the_end_of_int64_and_past_it_change_nothing(TestServerKind kind)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind);
        CacheKey key = TestRun.NewKey("loads:");

        (await store.IncrementAsync(key, TestRun.Life)).Should().Be(1);
        foreach (long value in new[] { (1L << 53) - 2, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, long.MaxValue - 1, long.MinValue, -1L })
        {
            await store.SetAsync(key, value, TestRun.Life);
            (await store.IncrementAsync(key, TestRun.Life)).Should().Be(value + 1);
        }

        await store.SetAsync(key, long.MaxValue, TimeSpan.FromSeconds(60));
        Func<Task> past = async () => await store.IncrementAsync(key, TestRun.Life);
        (await past.Should().ThrowAsync<CacheStoreException>()).WithMessage("*'loads:'*");
        (await store.GetAsync(key)).Should().Be(long.MaxValue);
        (await store.GetTimeToLiveAsync(key)).Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task Increments_at_once_are_all_counted(TestServerKind kind)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind);
        CacheKey key = TestRun.NewKey();

        long[] counts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => store.IncrementAsync(key, TestRun.Life).AsTask()));

        counts.Order().Should().Equal(Enumerable.Range(1, 200).Select(count => (long)count));
    }

    [TestMethod]
    [DataRow("no number")]
    [DataRow("")]
    [DataRow(" 5")]
    [DataRow("5 ")]
    [DataRow("1.0")]
    [DataRow("1e3")]
    [DataRow("5\0")]
    [DataRow("9223372036854775808")]
    [DataRow("550e8400-e29b-41d4-a716-446655440000:12345")]
    public async Task A_value_that_is_no_int64_is_an_error_that_names_the_space_and_not_the_key(string value)
    {
        IDatabase database = await TestRun.DatabaseAsync();
        await using RedisCacheStore store = await TestRun.StoreAsync();
        CacheKey key = TestRun.NewKey("sticky_session:");
        await database.StringSetAsync(key.ToString(), value);

        foreach (Func<Task> read in new Func<Task>[]
        {
            async () => await store.GetAsync(key),
            async () => await store.GetManyAsync([TestRun.NewKey(), key]),
            async () => await store.IncrementAsync(key, TestRun.Life),
        })
        {
            CacheStoreException error = (await read.Should().ThrowAsync<CacheStoreException>()).Which;
            error.Message.Should().Contain("'sticky_session:'");
            error.ToString().Should().NotContain(key.Name);
        }

        ((string?)await database.StringGetAsync(key.ToString())).Should().Be(value);
        await store.DeleteAsync(key);
    }

    [TestMethod]
    [DataRow("+5", 5)]
    [DataRow("007", 7)]
    [DataRow("-0", 0)]
    public async Task What_Go_reads_as_an_int64_is_one(string value, long expected)
    {
        IDatabase database = await TestRun.DatabaseAsync();
        await using RedisCacheStore store = await TestRun.StoreAsync();
        CacheKey key = TestRun.NewKey();
        await database.StringSetAsync(key.ToString(), value, TestRun.Life);

        (await store.GetAsync(key)).Should().Be(expected);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.Servers), typeof(TestRun))]
    public async Task Many_keys_are_read_in_order_wherever_they_lie(TestServerKind kind)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind);
        CacheKey[] keys = [.. Enumerable.Range(0, 100).Select(_ => TestRun.NewKey())];
        for (int i = 0; i < keys.Length; i += 2)
        {
            await store.SetAsync(keys[i], i, TestRun.Life);
        }

        IReadOnlyList<long?> values = await store.GetManyAsync([.. keys, keys[4], keys[5], keys[4]]);

        values.Should().Equal(Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? i : (long?)null).Concat([4, null, 4]));
        (await store.GetManyAsync([])).Should().BeEmpty();
        (await store.GetManyAsync([keys[0]])).Should().Equal(0);
    }

    [TestMethod]
    [DynamicData(nameof(TestRun.ServersAndLayouts), typeof(TestRun))]
    public async Task The_other_kind_of_entry_is_an_error_and_never_a_miss(TestServerKind kind, PathLayout layout)
    {
        await using RedisCacheStore store = await TestRun.StoreAsync(kind, options => options.PathLayout = layout);
        CacheKey trie = TestRun.NewKey("tries:");
        CacheKey integer = TestRun.NewKey("integers:");
        await store.SavePathAsync(trie, "a-b", "v:1", TestRun.Life);
        await store.SetAsync(integer, 5, TestRun.Life);

        async Task ExpectAsync(string space, Func<Task> call)
        {
            CacheStoreException error = (await call.Should().ThrowAsync<CacheStoreException>()).Which;
            error.Message.Should().Contain(space).And.NotContain(trie.Name).And.NotContain(integer.Name);
        }

        await ExpectAsync("'tries:'", async () => await store.GetAsync(trie));
        await ExpectAsync("'tries:'", async () => await store.GetManyAsync([integer, trie]));
        await ExpectAsync("'tries:'", async () => await store.IncrementAsync(trie, TestRun.Life));
        await ExpectAsync("'integers:'", async () => await store.FindLongestPrefixAsync(integer, "a-b", TestRun.Life));
        await ExpectAsync("'integers:'", async () => await store.FindLongestPrefixAsync(integer, "-", TestRun.Life));
        await ExpectAsync("'integers:'", async () => await store.SavePathAsync(integer, "a-b", "v:1", TestRun.Life));
        await ExpectAsync("'integers:'", async () => await store.SavePathAsync(integer, "a-b", string.Empty, TestRun.Life));
        await ExpectAsync("'integers:'", async () => await store.RemovePathAsync(integer, "a-b"));
        await ExpectAsync("'integers:'", async () => await store.RemovePathAsync(integer, "-"));

        (await store.GetAsync(integer)).Should().Be(5);
        (await store.FindLongestPrefixAsync(trie, "a-b", TestRun.Life))!.Value.Value.Should().Be("v:1");
        await store.SetAsync(trie, 7, TestRun.Life);
        (await store.GetAsync(trie)).Should().Be(7, "set takes a key from whatever stood there");
    }
}
