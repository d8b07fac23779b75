namespace EmbeddedCache.Stores.Tests;

/// <summary>Time goes on in the middle of an operation: one moment decides whether an entry is there, and what its new life is.</summary>
[TestClass]
public sealed class TickingClockTests : IAsyncDisposable
{
    private static readonly TimeSpan FewMilliseconds = TimeSpan.FromMilliseconds(5);

    private readonly TickingClock _clock = new();
    private readonly InMemoryCacheStore _store;

    public TickingClockTests() => _store = new InMemoryCacheStore(timeProvider: _clock);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [TestMethod]
    public async Task What_an_increment_answered_stands_there_wherever_the_deadline_fell()
    {
        for (int ahead = 0; ahead < 10; ahead++)
        {
            CacheKey key = Keys.Number(ahead);
            await _store.SetAsync(key, 5, FewMilliseconds);
            _clock.Advance(ahead);
            long answer = await _store.IncrementAsync(key, Keys.Minute);
            (await _store.GetAsync(key)).Should().Be(answer).And.BeOneOf(1, 6);
        }
    }

    [TestMethod]
    public async Task What_was_set_stands_there_wherever_the_deadline_fell()
    {
        for (int ahead = 0; ahead < 10; ahead++)
        {
            CacheKey key = Keys.Number(ahead);
            await _store.SetAsync(key, 5, FewMilliseconds);
            _clock.Advance(ahead);
            await _store.SetAsync(key, 6, Keys.Minute);
            (await _store.GetAsync(key)).Should().Be(6);
        }
    }

    [TestMethod]
    public async Task What_was_renewed_stands_there_wherever_the_deadline_fell()
    {
        for (int ahead = 0; ahead < 10; ahead++)
        {
            CacheKey key = Keys.Number(ahead);
            await _store.SetAsync(key, 5, FewMilliseconds);
            _clock.Advance(ahead);
            bool known = await _store.ExpireAsync(key, Keys.Minute);
            (await _store.GetAsync(key)).Should().Be(known ? 5 : null);
        }
    }

    [TestMethod]
    public async Task What_was_saved_or_found_stands_there_wherever_the_deadline_fell()
    {
        for (int ahead = 0; ahead < 10; ahead++)
        {
            CacheKey key = Keys.Trie(ahead);
            await _store.SavePathAsync(key, "a", "v", FewMilliseconds);
            _clock.Advance(ahead);
            bool found = await _store.FindLongestPrefixAsync(key, "a", FewMilliseconds) is not null;
            _clock.Advance(ahead);
            await _store.SavePathAsync(key, "b", "w", Keys.Minute);
            (await _store.FindLongestPrefixAsync(key, "b", Keys.Minute)).Should().Be(new PathMatch("w", 1));
            if (found && ahead == 0)
            {
                (await _store.FindLongestPrefixAsync(key, "a", Keys.Minute)).Should().Be(new PathMatch("v", 1));
            }
        }
    }

    /// <summary>A millisecond passes at every look.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => _now++;

        public void Advance(int milliseconds) => _now += milliseconds;
    }
}
