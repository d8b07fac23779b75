namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class ArgumentTests : IAsyncDisposable
{
    private readonly InMemoryCacheStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [TestMethod]
    [DataRow(0L)]
    [DataRow(-1L)]
    [DataRow(long.MinValue)]
    public async Task A_time_to_live_is_positive(long ticks)
    {
        var life = TimeSpan.FromTicks(ticks);
        Func<Task>[] calls =
        [
            async () => await _store.SetAsync(Keys.Number(1), 1, life),
            async () => await _store.ExpireAsync(Keys.Number(1), life),
            async () => await _store.IncrementAsync(Keys.Number(1), life),
            async () => await _store.FindLongestPrefixAsync(Keys.Trie(1), "a", life),
            async () => await _store.SavePathAsync(Keys.Trie(1), "a", "v", life),
        ];
        foreach (Func<Task> call in calls)
        {
            (await call.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.ParamName.Should().Be("timeToLive");
        }
    }

    [TestMethod]
    public async Task Nothing_that_must_be_there_is_null()
    {
        await ShouldRefuse(async () => await _store.GetManyAsync(null!), "keys");
        await ShouldRefuse(async () => await _store.FindLongestPrefixAsync(Keys.Trie(1), null!, Keys.Minute), "path");
        await ShouldRefuse(async () => await _store.SavePathAsync(Keys.Trie(1), null!, "v", Keys.Minute), "path");
        await ShouldRefuse(async () => await _store.SavePathAsync(Keys.Trie(1), "a", null!, Keys.Minute), "value");
        await ShouldRefuse(async () => await _store.RemovePathAsync(Keys.Trie(1), null!), "path");
        await ShouldRefuse(async () => await _store.GetAsync(default), "key");
    }

    [TestMethod]
    public async Task A_cancelled_call_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await _store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        await _store.SavePathAsync(Keys.Trie(1), "a", "v", Keys.Minute);
        Func<Task>[] calls =
        [
            async () => await _store.GetAsync(Keys.Number(1), cancelled),
            async () => await _store.GetManyAsync([Keys.Number(1)], cancelled),
            async () => await _store.SetAsync(Keys.Number(1), 2, Keys.Minute, cancelled),
            async () => await _store.ExpireAsync(Keys.Number(1), TimeSpan.FromTicks(1), cancelled),
            async () => await _store.DeleteAsync(Keys.Number(1), cancelled),
            async () => await _store.IncrementAsync(Keys.Number(1), Keys.Minute, cancelled),
            async () => await _store.GetTimeToLiveAsync(Keys.Number(1), cancelled),
            async () => await _store.FindLongestPrefixAsync(Keys.Trie(1), "a", Keys.Minute, cancelled),
            async () => await _store.SavePathAsync(Keys.Trie(1), "b", "v", Keys.Minute, cancelled),
            async () => await _store.RemovePathAsync(Keys.Trie(1), "a", cancelled),
        ];
        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<OperationCanceledException>();
        }

        (await _store.GetAsync(Keys.Number(1))).Should().Be(1);
        _store.GetPaths(Keys.Trie(1)).Should().Equal([KeyValuePair.Create("a", "v")]);
    }

    [TestMethod]
    public async Task The_wrong_kind_of_entry_is_an_error_that_names_the_space_and_not_the_key()
    {
        await _store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        await _store.SavePathAsync(Keys.Trie(1), "a", "v", Keys.Minute);
        Func<Task>[] calls =
        [
            async () => await _store.GetAsync(Keys.Trie(1)),
            async () => await _store.GetManyAsync([Keys.Trie(1)]),
            async () => await _store.IncrementAsync(Keys.Trie(1), Keys.Minute),
            async () => await _store.FindLongestPrefixAsync(Keys.Number(1), "a", Keys.Minute),
            async () => await _store.SavePathAsync(Keys.Number(1), "a", "v", Keys.Minute),
            async () => await _store.RemovePathAsync(Keys.Number(1), "a"),
        ];
        for (int i = 0; i < calls.Length; i++)
        {
            CacheKey key = i < 3 ? Keys.Trie(1) : Keys.Number(1);
            (await calls[i].Should().ThrowAsync<CacheStoreException>()).Which.Message.Should().Contain($"'{key.Space}'").And.NotContain(key.ToString());
        }

        await _store.SetAsync(Keys.Trie(1), 5, Keys.Minute);
        (await _store.GetAsync(Keys.Trie(1))).Should().Be(5, "setting replaces whatever stood there");
    }

    [TestMethod]
    public async Task An_increment_past_the_end_is_an_error_that_changes_nothing()
    {
        await _store.SetAsync(Keys.Number(1), long.MaxValue - 1, Keys.Minute);
        (await _store.IncrementAsync(Keys.Number(1), Keys.Minute)).Should().Be(long.MaxValue);

        Func<Task> overflow = async () => await _store.IncrementAsync(Keys.Number(1), TimeSpan.FromDays(1));
        await overflow.Should().ThrowAsync<CacheStoreException>();

        (await _store.GetAsync(Keys.Number(1))).Should().Be(long.MaxValue);
        (await _store.GetTimeToLiveAsync(Keys.Number(1))).Should().BeLessThanOrEqualTo(Keys.Minute);
    }

    [TestMethod]
    public async Task Keys_with_one_text_are_one_key()
    {
        await _store.SetAsync(new CacheKey("s:", 12, "n"), 7, Keys.Minute);
        (await _store.GetAsync(new CacheKey("s:1", 2, "n"))).Should().Be(7);

        string longName = new('n', 2_000);
        await _store.SetAsync(new CacheKey("s:", long.MinValue, longName), 8, Keys.Minute);
        (await _store.GetAsync(new CacheKey("s:", long.MinValue, longName))).Should().Be(8);
        (await _store.GetAsync(new CacheKey("s:", long.MinValue, longName[1..]))).Should().BeNull();
    }

    private static async Task ShouldRefuse(Func<Task> call, string parameter) =>
        (await call.Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(parameter);
}
