using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class BoundsTests
{
    [TestMethod]
    public void Past_the_bound_the_least_recently_used_keys_go_and_the_newest_stays() =>
        Gen.Select(Gen.Int[1, 6], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 11]).List[1, 80]).Sample((bound, operations) =>
        {
            // The clock stands still: uses are ordered all the same.
            var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = bound }, new FakeTimeProvider());
            var uses = new List<int>();
            foreach ((int kind, int i) in operations)
            {
                CacheKey key = Keys.Number(i);
                bool known = uses.Remove(i);
                bool used;
                switch (kind)
                {
                    case 0:
                        used = Sync(store.GetAsync(key)) is not null;
                        used.Should().Be(known);
                        break;
                    case 1:
                        used = Sync(store.ExpireAsync(key, Keys.Minute));
                        used.Should().Be(known);
                        break;
                    case 2:
                        used = false;
                        Sync(store.DeleteAsync(key)).Should().Be(known);
                        break;
                    default:
                        used = Sync(store.IncrementAsync(key, Keys.Minute)) > 0;
                        break;
                }

                if (used)
                {
                    uses.Add(i);
                }

                uses.RemoveRange(0, Math.Max(0, uses.Count - bound));
                Enumerable.Range(0, 12).Where(key => Sync(store.GetTimeToLiveAsync(Keys.Number(key))) is not null)
                    .Should().BeEquivalentTo(uses, "of {0} keys these were used last", bound);
            }
        }, iter: 500);

    [TestMethod]
    public async Task A_larger_store_keeps_exactly_its_most_recent_keys_too()
    {
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 10_000 }, new FakeTimeProvider());
        for (int i = 0; i < 10_000; i++)
        {
            await store.SetAsync(Keys.Number(i), i, Keys.Minute);
        }

        for (int i = 0; i < 10_000; i += 2)
        {
            await store.GetAsync(Keys.Number(i));
        }

        for (int i = 10_000; i < 14_000; i++)
        {
            await store.SetAsync(Keys.Number(i), i, Keys.Minute);
            (await store.GetAsync(Keys.Number(i))).Should().Be(i, "the newest is always there");
        }

        store.Count.Should().Be(10_000);
        for (int i = 0; i < 14_000; i++)
        {
            bool kept = i % 2 == 0 || i >= 8_000;
            (await store.GetAsync(Keys.Number(i))).Should().Be(kept ? i : null);
        }
    }

    [TestMethod]
    public async Task The_system_clock_orders_uses_as_well()
    {
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 100 });
        for (int i = 0; i < 1_000; i++)
        {
            await store.SetAsync(Keys.Number(i), i, Keys.Minute);
            (await store.GetAsync(Keys.Number(0))).Should().Be(0, "it is used after every save");
            (await store.GetAsync(Keys.Number(i))).Should().Be(i);
        }

        store.Count.Should().Be(100);
        (await store.GetAsync(Keys.Number(950))).Should().Be(950);
        (await store.GetAsync(Keys.Number(800))).Should().BeNull();
    }

    [TestMethod]
    public async Task Expired_keys_make_room_before_live_ones()
    {
        var time = new FakeTimeProvider();
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 10 }, time);
        for (int i = 0; i < 5; i++)
        {
            await store.SetAsync(Keys.Number(i), i, Keys.Minute);
        }

        for (int i = 5; i < 10; i++)
        {
            await store.SetAsync(Keys.Number(i), i, TimeSpan.FromMilliseconds(1));
        }

        time.Advance(TimeSpan.FromMilliseconds(2));
        for (int i = 10; i < 15; i++)
        {
            await store.SetAsync(Keys.Number(i), i, Keys.Minute);
        }

        for (int i = 0; i < 15; i++)
        {
            (await store.GetAsync(Keys.Number(i))).Should().Be(i is >= 5 and < 10 ? null : i);
        }
    }

    [TestMethod]
    public async Task Tries_count_as_keys_and_their_paths_have_a_bound_of_their_own()
    {
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 2, MaxPathsPerTrie = 2 }, new FakeTimeProvider());
        await store.SavePathAsync(Keys.Trie(1), "a", "1", Keys.Minute);
        await store.SavePathAsync(Keys.Trie(1), "a-b", "2", Keys.Minute);
        await store.FindLongestPrefixAsync(Keys.Trie(1), "a-x", Keys.Minute);
        await store.SavePathAsync(Keys.Trie(1), "a-b-c", "3", Keys.Minute);

        store.GetPaths(Keys.Trie(1)).Select(path => path.Key).Should().BeEquivalentTo("a", "a-b-c");

        await store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        await store.SetAsync(Keys.Number(2), 2, Keys.Minute);
        (await store.FindLongestPrefixAsync(Keys.Trie(1), "a", Keys.Minute)).Should().BeNull();
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(-1, 1)]
    [DataRow(1, 0)]
    public void A_bound_is_at_least_one(int maxEntries, int maxPathsPerTrie)
    {
        Action make = () => _ = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = maxEntries, MaxPathsPerTrie = maxPathsPerTrie });
        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage(maxEntries < 1 ? "*MaxEntries*" : "*MaxPathsPerTrie*");
    }

    private static T Sync<T>(ValueTask<T> task)
    {
        task.IsCompleted.Should().BeTrue("the store completes at once");
        return task.AsTask().GetAwaiter().GetResult();
    }
}
