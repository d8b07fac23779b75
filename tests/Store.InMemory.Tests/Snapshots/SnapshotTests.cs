using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class SnapshotTests
{
    private static readonly string[] Segments = ["a", "b", "u:1", "m:\u00e9", "\u4e2d", "\0", "\ud800", "{x}"];

    [TestMethod]
    public async Task What_lived_lives_on_after_a_restart_and_its_life_went_on_meanwhile()
    {
        using var folder = new SnapshotFolder();
        var time = new FakeTimeProvider();
        await using (InMemoryCacheStore store = folder.Open(time))
        {
            await store.SetAsync(Keys.Number(1), long.MinValue, Keys.Minute);
            await store.SetAsync(Keys.Number(2), long.MaxValue, TimeSpan.MaxValue);
            await store.SetAsync(Keys.Number(3), 3, TimeSpan.FromSeconds(10));
            await store.SavePathAsync(Keys.Trie(1), "a-b-c", "s:1", Keys.Minute);
            await store.SavePathAsync(Keys.Trie(1), "a-b-d", "s:2", Keys.Minute);
        }

        time.Advance(TimeSpan.FromSeconds(20));
        await using InMemoryCacheStore next = folder.Open(time);

        next.Count.Should().Be(3);
        (await next.GetAsync(Keys.Number(1))).Should().Be(long.MinValue);
        (await next.GetTimeToLiveAsync(Keys.Number(1))).Should().Be(TimeSpan.FromSeconds(40));
        (await next.GetAsync(Keys.Number(2))).Should().Be(long.MaxValue);
        (await next.GetAsync(Keys.Number(3))).Should().BeNull("it expired while nobody was there");
        (await next.FindLongestPrefixAsync(Keys.Trie(1), "a-b-d-e", Keys.Minute)).Should().Be(new PathMatch("s:2", 5));
        next.SnapshotFailures.Should().Be(0);
    }

    [TestMethod]
    public void Any_tries_come_back_with_their_values_their_lives_and_the_order_of_their_use() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 7].Array[1, 6], Gen.Int[0, 2], Gen.Int[0, 3]).List[1, 60].Sample(operations =>
        {
            using var folder = new SnapshotFolder();
            var time = new FakeTimeProvider();
            var store = folder.Open(time, maxPathsPerTrie: 20);
            foreach ((int key, int[] path, int value, int kind) in operations)
            {
                string text = string.Join('-', path.Select(static segment => Segments[segment]));
                switch (kind)
                {
                    case 0:
                        Sync(store.FindLongestPrefixAsync(Keys.Trie(key), text, Keys.Minute));
                        break;
                    case 1 when value == 0:
                        Sync(store.RemovePathAsync(Keys.Trie(key), text));
                        break;
                    default:
                        Sync(store.SavePathAsync(Keys.Trie(key), text, $"s\u00ff\u0100:{value}", Keys.Minute));
                        break;
                }
            }

            store.WriteSnapshot();
            var copy = new SnapshotFolder();
            File.Copy(folder.File, copy.File);
            InMemoryCacheStore next = copy.Open(time, maxPathsPerTrie: 20);
            next.Count.Should().Be(store.Count);

            // One more path at a time pushes the least recently used one out: so the order shows.
            for (int i = 0; i <= 25; i++)
            {
                for (int key = 0; key <= 3; key++)
                {
                    next.GetPaths(Keys.Trie(key)).Should().BeEquivalentTo(store.GetPaths(Keys.Trie(key)));
                    Sync(store.SavePathAsync(Keys.Trie(key), $"new-{i}", "s", Keys.Minute));
                    Sync(next.SavePathAsync(Keys.Trie(key), $"new-{i}", "s", Keys.Minute));
                }
            }

            Sync(store.DisposeAsync());
            Sync(next.DisposeAsync());
            copy.Dispose();
        }, iter: 40);

    [TestMethod]
    public async Task A_store_with_less_room_takes_what_was_used_last()
    {
        using var folder = new SnapshotFolder();
        await using (InMemoryCacheStore store = folder.Open(new FakeTimeProvider()))
        {
            for (int i = 0; i < 100; i++)
            {
                await store.SetAsync(Keys.Number(i), i, TimeSpan.FromDays(1));
                await store.SavePathAsync(Keys.Trie(1), $"a-{i}", "s", TimeSpan.FromDays(1));
            }

            await store.GetAsync(Keys.Number(0));
            await store.FindLongestPrefixAsync(Keys.Trie(1), "a-0", Keys.Minute);
        }

        await using InMemoryCacheStore next = folder.Open(new FakeTimeProvider(), maxEntries: 3, maxPathsPerTrie: 2);

        next.Count.Should().Be(3);
        (await next.GetAsync(Keys.Number(0))).Should().Be(0);
        (await next.GetAsync(Keys.Number(99))).Should().Be(99);
        next.GetPaths(Keys.Trie(1)).Select(static path => path.Key).Should().BeEquivalentTo("a-0", "a-99");
    }

    [TestMethod]
    public async Task A_wall_clock_that_went_back_makes_no_life_longer()
    {
        using var folder = new SnapshotFolder();
        await using (InMemoryCacheStore store = folder.Open(new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50))))
        {
            await store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        }

        await using InMemoryCacheStore next = folder.Open(new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(40)));

        (await next.GetTimeToLiveAsync(Keys.Number(1))).Should().Be(Keys.Minute);
    }

    [TestMethod]
    public async Task It_is_written_at_every_interval_and_a_deleted_entry_stays_deleted()
    {
        using var folder = new SnapshotFolder();
        var time = new FakeTimeProvider();
        await using InMemoryCacheStore store = folder.Open(time);
        await store.SetAsync(Keys.Number(1), 1, TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromSeconds(59));
        File.Exists(folder.File).Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await ReadCopy(folder, time)).Should().Be(1);

        await store.DeleteAsync(Keys.Number(1));
        time.Advance(TimeSpan.FromMinutes(1));
        (await ReadCopy(folder, time)).Should().BeNull();
    }

    [TestMethod]
    public async Task What_was_acknowledged_while_the_store_was_disposed_is_in_the_snapshot()
    {
        for (int round = 0; round < 10; round++)
        {
            using var folder = new SnapshotFolder();
            InMemoryCacheStore store = folder.Open();
            long acknowledged = 0;
            Task load = Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        await store.SetAsync(Keys.Number((int)acknowledged), acknowledged, TimeSpan.FromHours(1));
                        acknowledged++;
                    }
                }
                catch (ObjectDisposedException)
                {
                    // The answer to a call that comes after the end.
                }
            });
            while (Volatile.Read(ref acknowledged) < 2_000)
            {
                await Task.Yield();
            }

            await store.DisposeAsync();
            await load.WaitAsync(TimeSpan.FromSeconds(30));

            await using InMemoryCacheStore next = folder.Open();
            for (int i = 0; i < acknowledged; i++)
            {
                (await next.GetAsync(Keys.Number(i))).Should().Be(i);
            }
        }
    }

    [TestMethod]
    public async Task A_snapshot_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has other rights: those of the folder.");
            return;
        }

        using var folder = new SnapshotFolder();
        await folder.Open().DisposeAsync();

        foreach (string file in Directory.GetFiles(folder.Folder))
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [TestMethod]
    public async Task The_second_store_on_one_path_says_so_and_takes_over_when_the_first_ended()
    {
        using var folder = new SnapshotFolder();
        var time = new FakeTimeProvider();
        InMemoryCacheStore first = folder.Open(time);
        await first.SetAsync(Keys.Number(1), 1, TimeSpan.FromHours(1));
        await using InMemoryCacheStore second = folder.Open(time);
        await second.SetAsync(Keys.Number(1), 2, TimeSpan.FromHours(1));
        second.SnapshotFailures.Should().Be(1);

        time.Advance(TimeSpan.FromMinutes(2));
        (await ReadCopy(folder, time)).Should().Be(1, "the second writes nothing");
        folder.Events().Where(static name => name == "SnapshotInUse").Should().ContainSingle();

        await first.DisposeAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        (await ReadCopy(folder, time)).Should().Be(2);
    }

    [TestMethod]
    public async Task A_store_that_nobody_disposed_frees_its_path()
    {
        using var folder = new SnapshotFolder();
        WeakReference dropped = Drop(folder);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        dropped.IsAlive.Should().BeFalse();
        await using InMemoryCacheStore next = folder.Open();
        next.SnapshotFailures.Should().Be(0);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Drop(SnapshotFolder folder) => new(folder.Open());

    private static async Task<long?> ReadCopy(SnapshotFolder folder, TimeProvider time)
    {
        using var copy = new SnapshotFolder();
        File.Copy(folder.File, copy.File);
        await using InMemoryCacheStore store = copy.Open(time);
        return await store.GetAsync(Keys.Number(1));
    }

    private static void Sync(ValueTask task)
    {
        task.IsCompleted.Should().BeTrue();
        task.AsTask().GetAwaiter().GetResult();
    }

    private static T Sync<T>(ValueTask<T> task)
    {
        task.IsCompleted.Should().BeTrue();
        return task.AsTask().GetAwaiter().GetResult();
    }
}
