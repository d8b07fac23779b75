using System.Diagnostics;
using System.Globalization;

namespace EmbeddedCache.Stores.Tests;

/// <summary>What a snapshot of a full store costs, and what it costs those who work beside it.</summary>
[TestClass]
public sealed class SnapshotFigures(TestContext context)
{
    private const int Integers = 950_000;
    private const int Tries = 50_000;

    [TestMethod]
    public async Task A_snapshot_of_a_million_entries_is_written_beside_the_traffic_in_bounded_memory_and_read_back()
    {
        using var folder = new SnapshotFolder();
        InMemoryCacheStore store = folder.Open();
        for (int i = 0; i < Integers; i++)
        {
            await store.SetAsync(new CacheKey("sticky_session:", i % 100, $"{i:x32}"), i, TimeSpan.FromHours(1));
        }

        for (int i = 0; i < Tries; i++)
        {
            for (int turn = 1; turn <= 5; turn++)
            {
                await store.SavePathAsync(Keys.Trie(i), string.Join('-', Enumerable.Range(0, turn * 2).Select(segment => $"u:{(i * 1_000L) + segment:x12}")), $"session-{i}:1", TimeSpan.FromHours(1));
            }
        }

        TimeSpan quiet = await LongestPause(store, Task.Delay(TimeSpan.FromSeconds(1)));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        store.WriteSnapshot();
        TimeSpan writing = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        TimeSpan busy = await LongestPause(store, Task.Factory.StartNew(store.WriteSnapshot, TaskCreationOptions.LongRunning));
        await store.DisposeAsync();

        start = Stopwatch.GetTimestamp();
        await using InMemoryCacheStore next = folder.Open();
        TimeSpan loading = Stopwatch.GetElapsedTime(start);

        next.Count.Should().BeGreaterThanOrEqualTo(Integers + Tries - 1).And.BeLessThanOrEqualTo(1_000_000);
        context.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"snapshot of {Integers} sessions and {Tries} conversations: {new FileInfo(folder.File).Length / 1e6:F1} MB, written in {writing.TotalMilliseconds:F0} ms with {allocated / 1e6:F1} MB allocated, read in {loading.TotalMilliseconds:F0} ms; longest operation beside it {busy.TotalMilliseconds:F1} ms (without it {quiet.TotalMilliseconds:F1} ms)"));
        allocated.Should().BeLessThan(8_000_000, "it is streamed");
    }

    // One writer of new and old keys, one reader: the longest that an operation took.
    private static async Task<TimeSpan> LongestPause(InMemoryCacheStore store, Task until)
    {
        long longest = 0;
        for (int i = 0; !until.IsCompleted; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await store.SetAsync(Keys.Number(i % 2), i, TimeSpan.FromHours(1));
            await store.DeleteAsync(Keys.Number(i % 2));
            await store.FindLongestPrefixAsync(Keys.Trie(i % Tries), $"u:{i % Tries * 1_000L:x12}-u:{(i % Tries * 1_000L) + 1:x12}-x", TimeSpan.FromHours(1));
            longest = Math.Max(longest, Stopwatch.GetTimestamp() - start);
        }

        await until;
        return TimeSpan.FromSeconds((double)longest / Stopwatch.Frequency);
    }
}
