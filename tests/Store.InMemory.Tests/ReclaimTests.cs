using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class ReclaimTests
{
    private const int Many = 200_000;

    [TestMethod]
    public async Task Expired_entries_are_given_back_within_a_minute_without_traffic()
    {
        var time = new FakeTimeProvider();
        await using var store = new InMemoryCacheStore(timeProvider: time);
        long empty = LiveBytes();
        await Fill(store);
        long full = LiveBytes();

        time.Advance(TimeSpan.FromSeconds(1));
        store.Count.Should().Be(Many, "they live for a second yet");
        time.Advance(TimeSpan.FromMinutes(1));

        store.Count.Should().Be(0);
        (full - empty).Should().BeGreaterThan(Many * 100L);
        (LiveBytes() - empty).Should().BeLessThan((full - empty) / 100, "the table goes with its entries");
    }

    [TestMethod]
    public async Task Only_expired_entries_go()
    {
        var time = new FakeTimeProvider();
        await using var store = new InMemoryCacheStore(timeProvider: time);
        for (int i = 0; i < 5_000; i++)
        {
            await store.SetAsync(Keys.Number(i), i, i % 3 == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1 + (i % 3)));
        }

        time.Advance(TimeSpan.FromMinutes(1));

        for (int i = 0; i < 5_000; i++)
        {
            (await store.GetAsync(Keys.Number(i))).Should().Be(i % 3 == 0 ? i : null);
        }

        store.Count.Should().Be(1_667);
    }

    [TestMethod]
    public async Task Deleted_entries_are_given_back_at_once()
    {
        await using var store = new InMemoryCacheStore();
        WeakReference value = await SaveAndForget(store);

        await store.RemovePathAsync(Keys.Trie(1), "a-b");

        Collect();
        value.IsAlive.Should().BeFalse();
    }

    [TestMethod]
    public async Task Entries_that_were_next_to_be_evicted_are_given_back_when_they_expire()
    {
        var time = new FakeTimeProvider();
        await using var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 2 }, time);
        WeakReference value = await SaveAndForget(store);
        await store.SetAsync(Keys.Number(1), 1, TimeSpan.FromHours(1));
        await Use(store);
        await store.SetAsync(Keys.Number(2), 2, TimeSpan.FromHours(1));
        store.Count.Should().Be(2);
        value.IsAlive.Should().BeTrue("the integer was used longer ago");

        time.Advance(TimeSpan.FromMinutes(2));

        Collect();
        value.IsAlive.Should().BeFalse();
    }

    [TestMethod]
    public async Task A_store_that_nobody_disposed_is_collected_with_its_timer()
    {
        var time = new FakeTimeProvider();
        WeakReference store = await Drop(time);

        Collect();
        store.IsAlive.Should().BeFalse();
        time.Advance(TimeSpan.FromMinutes(1));
    }

    [TestMethod]
    public async Task A_disposed_store_says_so()
    {
        var store = new InMemoryCacheStore();
        await store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        await store.DisposeAsync();
        await store.DisposeAsync();

        Func<Task>[] calls =
        [
            async () => await store.GetAsync(Keys.Number(1)),
            async () => await store.GetManyAsync([Keys.Number(1)]),
            async () => await store.SetAsync(Keys.Number(1), 1, Keys.Minute),
            async () => await store.ExpireAsync(Keys.Number(1), Keys.Minute),
            async () => await store.DeleteAsync(Keys.Number(1)),
            async () => await store.IncrementAsync(Keys.Number(1), Keys.Minute),
            async () => await store.GetTimeToLiveAsync(Keys.Number(1)),
            async () => await store.FindLongestPrefixAsync(Keys.Number(1), "a", Keys.Minute),
            async () => await store.SavePathAsync(Keys.Number(1), "a", "v", Keys.Minute),
            async () => await store.RemovePathAsync(Keys.Number(1), "a"),
        ];
        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<ObjectDisposedException>();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task Fill(InMemoryCacheStore store)
    {
        for (int i = 0; i < Many; i++)
        {
            await store.SetAsync(Keys.Number(i), i, TimeSpan.FromSeconds(2));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> SaveAndForget(InMemoryCacheStore store)
    {
        string value = new('v', 100);
        await store.SavePathAsync(Keys.Trie(1), "a-b", value, Keys.Minute);
        return new WeakReference(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task Use(InMemoryCacheStore store) => await store.FindLongestPrefixAsync(Keys.Trie(1), "a-b", Keys.Minute);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> Drop(TimeProvider time)
    {
        var store = new InMemoryCacheStore(timeProvider: time);
        await store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        return new WeakReference(store);
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static long LiveBytes()
    {
        Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
