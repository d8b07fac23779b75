namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class ConcurrencyTests
{
    [TestMethod]
    public async Task No_increment_of_many_threads_is_lost()
    {
        await using var store = new InMemoryCacheStore();
        var answers = new long[8][];

        await InParallel(8, async worker =>
        {
            answers[worker] = new long[20_000];
            for (int i = 0; i < answers[worker].Length; i++)
            {
                answers[worker][i] = await store.IncrementAsync(Keys.Number(i % 3), Keys.Minute);
            }
        });

        long[] counts = [(await store.GetAsync(Keys.Number(0)))!.Value, (await store.GetAsync(Keys.Number(1)))!.Value, (await store.GetAsync(Keys.Number(2)))!.Value];
        counts.Sum().Should().Be(160_000);
        answers.SelectMany(answer => answer).GroupBy(answer => answer).Should().OnlyContain(same => same.Count() <= 3, "each count is answered once a key");
    }

    [TestMethod]
    public async Task Many_threads_that_start_one_key_make_one_entry()
    {
        await using var store = new InMemoryCacheStore();
        for (int round = 0; round < 500; round++)
        {
            CacheKey key = Keys.Number(round);
            await InParallel(4, async _ => await store.IncrementAsync(key, Keys.Minute));
            (await store.GetAsync(key)).Should().Be(4);
        }

        store.Count.Should().Be(500);
    }

    [TestMethod]
    public async Task Increments_and_deletes_of_one_key_never_mix_two_lives()
    {
        await using var store = new InMemoryCacheStore();
        long deleted = 0;
        long ones = 0;

        await InParallel(4, async worker =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                if (worker == 0)
                {
                    if (await store.DeleteAsync(Keys.Number(1)))
                    {
                        Interlocked.Increment(ref deleted);
                    }
                }
                else if (await store.IncrementAsync(Keys.Number(1), Keys.Minute) == 1)
                {
                    Interlocked.Increment(ref ones);
                }
            }
        });

        bool last = await store.DeleteAsync(Keys.Number(1));
        ones.Should().Be(deleted + (last ? 1 : 0), "every life begins with 1 and is ended by one delete");
        store.Count.Should().Be(0);
    }

    [TestMethod]
    public async Task A_path_is_removed_by_one_of_those_who_try_and_its_key_with_it()
    {
        await using var store = new InMemoryCacheStore();
        for (int round = 0; round < 5_000; round++)
        {
            await store.SavePathAsync(Keys.Trie(1), "a-b", "v", Keys.Minute);
            int removals = 0;
            int deletions = 0;

            await InParallel(4, async worker =>
            {
                if (worker == 0 && await store.DeleteAsync(Keys.Trie(1)))
                {
                    Interlocked.Increment(ref deletions);
                }
                else if (worker != 0 && await store.RemovePathAsync(Keys.Trie(1), "a-b"))
                {
                    Interlocked.Increment(ref removals);
                }
            });

            (removals + deletions).Should().Be(1);
            store.Count.Should().Be(0);
        }
    }

    [TestMethod]
    public async Task Readers_of_one_trie_always_find_what_was_saved_before_while_writers_fork_extend_and_remove()
    {
        await using var store = new InMemoryCacheStore();
        CacheKey key = Keys.Trie(1);
        string stem = string.Join('-', Enumerable.Range(0, 40).Select(i => $"u:{i}"));
        await store.SavePathAsync(key, stem, "stem:0", Keys.Minute);
        using var stop = new CancellationTokenSource();
        long finds = 0;

        Task readers = InParallel(3, async worker =>
        {
            string path = $"{stem}-m:{worker}-x";
            while (!stop.IsCancellationRequested)
            {
                PathMatch? match = await store.FindLongestPrefixAsync(key, path, Keys.Minute);
                if (match is not { } found || !IsOneOf(found, path, stem, worker))
                {
                    Assert.Fail($"'{path}' found {match}");
                }

                Interlocked.Increment(ref finds);
            }
        });
        await InParallel(2, async writer =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                // The longer one goes first, so that a reader never sees less than the stem; each cut of the stem splits it.
                await store.SavePathAsync(key, $"{stem}-m:{i % 3}", $"fork:{i % 3}", Keys.Minute);
                await store.SavePathAsync(key, $"{stem[..stem.IndexOf($"u:{i % 39 + 1}", StringComparison.Ordinal)]}w:{writer}", "other:1", Keys.Minute);
                await store.RemovePathAsync(key, $"{stem[..stem.IndexOf($"u:{i % 39 + 1}", StringComparison.Ordinal)]}w:{writer}");
                await store.RemovePathAsync(key, $"{stem}-m:{i % 3}");
            }
        });
        await stop.CancelAsync();
        await readers;

        finds.Should().BeGreaterThan(100);
        store.GetPaths(key).Should().Equal([KeyValuePair.Create(stem, "stem:0")]);
    }

    [TestMethod]
    public async Task Disposing_under_load_ends_every_call_with_an_answer_or_the_right_exception()
    {
        for (int round = 0; round < 20; round++)
        {
            var store = new InMemoryCacheStore(new InMemoryStoreOptions { MaxEntries = 100 });
            Task load = InParallel(4, async worker =>
            {
                try
                {
                    for (int i = 0; ; i++)
                    {
                        await store.SetAsync(Keys.Number(i % 500), i, Keys.Minute);
                        await store.GetAsync(Keys.Number(worker));
                        await store.SavePathAsync(Keys.Trie(i % 50), $"a-{i}", "v", Keys.Minute);
                        await store.FindLongestPrefixAsync(Keys.Trie(i % 50), $"a-{i}-b", Keys.Minute);
                    }
                }
                catch (ObjectDisposedException)
                {
                    // The answer to a call that comes after the end.
                }
            });
            await Task.Delay(5);
            await store.DisposeAsync();
            await load.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private static bool IsOneOf(PathMatch match, string path, string stem, int worker) =>
        (match.Length == stem.Length && match.Value == "stem:0")
        || (path[..match.Length] == $"{stem}-m:{worker}" && match.Value == $"fork:{worker}");

    private static Task InParallel(int workers, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker))));
}
