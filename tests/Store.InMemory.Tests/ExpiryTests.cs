using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class ExpiryTests : IAsyncDisposable
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly CacheKey Number = Keys.Number(1);
    private static readonly CacheKey Trie = Keys.Trie(1);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryCacheStore _store;

    public ExpiryTests() => _store = new InMemoryCacheStore(timeProvider: _time);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [TestMethod]
    [DataRow(1)]
    [DataRow(1_000)]
    [DataRow(3_600_000)]
    public async Task An_integer_is_there_up_to_its_deadline_and_gone_a_millisecond_later(int milliseconds)
    {
        await _store.SetAsync(Number, 7, TimeSpan.FromMilliseconds(milliseconds));

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds) - Millisecond);
        (await _store.GetAsync(Number)).Should().Be(7, "it is a millisecond before the deadline");
        _time.Advance(Millisecond);
        (await _store.GetAsync(Number)).Should().Be(7, "it is the deadline");
        _time.Advance(Millisecond);
        (await _store.GetAsync(Number)).Should().BeNull("it is a millisecond after the deadline");
    }

    [TestMethod]
    public async Task The_deadline_is_counted_in_whole_milliseconds_of_the_clock()
    {
        _time.Advance(TimeSpan.FromTicks(9_999));
        await _store.SetAsync(Number, 7, Millisecond);

        _time.Advance(TimeSpan.FromTicks(10_000));
        (await _store.GetAsync(Number)).Should().Be(7, "the clock shows the millisecond after that of the save until its end");
        _time.Advance(TimeSpan.FromTicks(1));
        (await _store.GetAsync(Number)).Should().BeNull();
    }

    [TestMethod]
    public async Task Every_operation_agrees_that_an_expired_entry_is_gone()
    {
        for (int i = 0; i < 8; i++)
        {
            await _store.SetAsync(Keys.Number(i), 7, Millisecond);
            await _store.SavePathAsync(Keys.Trie(i), "a-b", "v", Millisecond);
        }

        _time.Advance(2 * Millisecond);

        (await _store.GetAsync(Keys.Number(0))).Should().BeNull();
        (await _store.GetManyAsync([Keys.Number(1)])).Should().Equal([null]);
        (await _store.ExpireAsync(Keys.Number(2), Keys.Minute)).Should().BeFalse();
        (await _store.DeleteAsync(Keys.Number(3))).Should().BeFalse();
        (await _store.GetTimeToLiveAsync(Keys.Number(4))).Should().BeNull();
        (await _store.IncrementAsync(Keys.Number(5), Keys.Minute)).Should().Be(1);
        (await _store.FindLongestPrefixAsync(Keys.Trie(0), "a-b", Keys.Minute)).Should().BeNull();
        (await _store.RemovePathAsync(Keys.Trie(1), "a-b")).Should().BeFalse();
        (await _store.ExpireAsync(Keys.Trie(2), Keys.Minute)).Should().BeFalse();
        (await _store.IncrementAsync(Keys.Trie(3), Keys.Minute)).Should().Be(1, "an expired trie does not stand in the way of an integer");
        await _store.SavePathAsync(Keys.Number(6), "a", "v", Keys.Minute);
        (await _store.FindLongestPrefixAsync(Keys.Number(6), "a", Keys.Minute)).Should().Be(new PathMatch("v", 1));
    }

    [TestMethod]
    public async Task A_save_after_expiry_starts_an_empty_trie()
    {
        await _store.SavePathAsync(Trie, "a-b", "old", Millisecond);
        _time.Advance(2 * Millisecond);
        await _store.SavePathAsync(Trie, "a-c", "new", Keys.Minute);

        (await _store.FindLongestPrefixAsync(Trie, "a-b", Keys.Minute)).Should().BeNull();
        (await _store.FindLongestPrefixAsync(Trie, "a-c", Keys.Minute)).Should().Be(new PathMatch("new", 3));
    }

    [TestMethod]
    public async Task A_hit_renews_the_whole_trie_and_a_miss_renews_nothing()
    {
        await _store.SavePathAsync(Trie, "a-b", "v", TimeSpan.FromMilliseconds(100));
        await _store.SavePathAsync(Trie, "x", "w", TimeSpan.FromMilliseconds(100));

        _time.Advance(TimeSpan.FromMilliseconds(60));
        (await _store.FindLongestPrefixAsync(Trie, "c", Keys.Minute)).Should().BeNull();
        (await _store.GetTimeToLiveAsync(Trie)).Should().Be(TimeSpan.FromMilliseconds(40), "a miss renews nothing");

        (await _store.FindLongestPrefixAsync(Trie, "a-b-c", TimeSpan.FromMilliseconds(70))).Should().Be(new PathMatch("v", 3));
        (await _store.GetTimeToLiveAsync(Trie)).Should().Be(TimeSpan.FromMilliseconds(70));

        _time.Advance(TimeSpan.FromMilliseconds(70));
        (await _store.FindLongestPrefixAsync(Trie, "x", Millisecond)).Should().Be(new PathMatch("w", 1), "the hit renewed the other path too");
        (await _store.GetTimeToLiveAsync(Trie)).Should().Be(Millisecond, "a hit sets the time to live, also to less");
    }

    [TestMethod]
    public async Task Reading_and_removing_renew_nothing()
    {
        await _store.SetAsync(Number, 7, TimeSpan.FromMilliseconds(100));
        await _store.SavePathAsync(Trie, "a", "v", TimeSpan.FromMilliseconds(100));
        await _store.SavePathAsync(Trie, "b", "v", TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(60));

        await _store.GetAsync(Number);
        await _store.GetManyAsync([Number]);
        await _store.RemovePathAsync(Trie, "a");

        (await _store.GetTimeToLiveAsync(Number)).Should().Be(TimeSpan.FromMilliseconds(40));
        (await _store.GetTimeToLiveAsync(Trie)).Should().Be(TimeSpan.FromMilliseconds(40));
    }

    [TestMethod]
    public async Task Setting_expiring_and_incrementing_replace_the_time_to_live()
    {
        await _store.SetAsync(Number, 7, Keys.Minute);
        (await _store.ExpireAsync(Number, Millisecond)).Should().BeTrue();
        (await _store.GetTimeToLiveAsync(Number)).Should().Be(Millisecond);
        (await _store.IncrementAsync(Number, 2 * Millisecond)).Should().Be(8);
        (await _store.GetTimeToLiveAsync(Number)).Should().Be(2 * Millisecond);
        await _store.SetAsync(Number, 9, 3 * Millisecond);
        (await _store.GetTimeToLiveAsync(Number)).Should().Be(3 * Millisecond);
    }

    [TestMethod]
    public async Task A_fraction_of_a_millisecond_counts_as_a_whole_one_and_the_longest_life_is_taken()
    {
        await _store.SetAsync(Number, 7, TimeSpan.FromTicks(1));
        (await _store.GetTimeToLiveAsync(Number)).Should().Be(Millisecond);

        await _store.SetAsync(Number, 7, TimeSpan.MaxValue);
        _time.Advance(TimeSpan.FromDays(3_650));
        (await _store.GetAsync(Number)).Should().Be(7);
        (await _store.GetTimeToLiveAsync(Number)).Should().BeGreaterThan(TimeSpan.FromDays(3_650));
    }

    [TestMethod]
    public async Task A_step_of_the_wall_clock_moves_no_deadline()
    {
        var time = new SteppedWallClock();
        await using var store = new InMemoryCacheStore(timeProvider: time);
        await store.SetAsync(Number, 7, Keys.Minute);
        time.WallClock += TimeSpan.FromDays(365);

        (await store.GetAsync(Number)).Should().Be(7);
    }

    private sealed class SteppedWallClock : TimeProvider
    {
        public DateTimeOffset WallClock { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => WallClock;
    }
}
