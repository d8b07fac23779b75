using System.Globalization;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class MemoryTests(TestContext context)
{
    private const int Messages = 200;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    [TestMethod]
    public async Task Hits_renewals_and_increments_allocate_nothing()
    {
        await using var store = new InMemoryCacheStore();
        string[] chains = Turns(seed: 1);
        await store.SetAsync(Keys.Number(1), 1, Keys.Minute);
        foreach (string chain in chains)
        {
            await store.SavePathAsync(Keys.Trie(1), chain, Value(1), Keys.Minute);
        }

        string next = chains[^1] + "-u:next-m:next";
        string other = chains[0] + "-u:other";
        string value = Value(1);
        AllocatedBytes(() => Completed(store.GetAsync(Keys.Number(1)))).Should().Be(0, "a hit of an integer");
        AllocatedBytes(() => Completed(store.GetAsync(Keys.Number(2)))).Should().Be(0, "a miss of an integer");
        AllocatedBytes(() => Completed(store.SetAsync(Keys.Number(1), 2, Keys.Minute))).Should().Be(0, "a replaced integer");
        AllocatedBytes(() => Completed(store.ExpireAsync(Keys.Number(1), Keys.Minute))).Should().Be(0, "a renewal");
        AllocatedBytes(() => Completed(store.IncrementAsync(Keys.Number(1), Keys.Minute))).Should().Be(0, "an increment");
        AllocatedBytes(() => Completed(store.FindLongestPrefixAsync(Keys.Trie(1), next, Keys.Minute))).Should().Be(0, "a match at the end");
        AllocatedBytes(() => Completed(store.FindLongestPrefixAsync(Keys.Trie(1), other, Keys.Minute))).Should().Be(0, "a match at the start");
        AllocatedBytes(() => Completed(store.FindLongestPrefixAsync(Keys.Trie(1), "u:none", Keys.Minute))).Should().Be(0, "no match");
        AllocatedBytes(() => Completed(store.SavePathAsync(Keys.Trie(1), chains[50], value, Keys.Minute))).Should().Be(0, "a path saved again");
    }

    [TestMethod]
    public async Task A_conversation_of_200_messages_saved_at_every_second_one_takes_at_most_12_KB()
    {
        const int Conversations = 200;
        await using var store = new InMemoryCacheStore();
        string[][] turns = Enumerable.Range(0, Conversations + 1).Select(Turns).ToArray();
        await Save(store, 0, turns[0]);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 1; i <= Conversations; i++)
        {
            await Save(store, i, turns[i]);
        }

        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Conversations;
        long chains = turns[1].Sum(chain => 22L + (2 * chain.Length));
        context.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"conversation of {Messages} messages, saved at every second one: {each} bytes with its session value; its chains as strings: {chains} bytes ({(double)each / chains:F3})"));

        each.Should().BeLessThan(12 * 1_024);
        GC.KeepAlive(turns);
    }

    [TestMethod]
    public async Task The_estimate_of_the_memory_it_takes_is_near_the_truth()
    {
        const int Sessions = 50_000;
        const int Conversations = 200;
        string[] names = [.. Enumerable.Range(0, Sessions).Select(static i => $"{i:d36}")];
        string[][] turns = [.. Enumerable.Range(0, Conversations).Select(Turns)];
        await using var sessions = new InMemoryCacheStore();
        await using var conversations = new InMemoryCacheStore();

        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (string name in names)
        {
            await sessions.SetAsync(new CacheKey("sticky_session:", 1, name), 1, Keys.Minute);
        }

        long taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Expect("sessions", sessions, Sessions, taken);

        before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Conversations; i++)
        {
            await Save(conversations, i, turns[i]);
        }

        taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Expect("conversations", conversations, Conversations, taken);
        GC.KeepAlive(names);
        GC.KeepAlive(turns);

        void Expect(string what, InMemoryCacheStore store, int count, long bytes)
        {
            CacheStoreStatistics statistics = store.GetStatistics();
            context.WriteLine($"{what}: {bytes / count} bytes each, estimated {statistics.EstimatedBytes / count}");
            statistics.Entries.Should().Be(count);
            ((double)statistics.EstimatedBytes / bytes).Should().BeInRange(0.75, 1.33);
        }
    }

    // The session's value is a new string at every turn, as a gateway makes it.
    private static async Task Save(InMemoryCacheStore store, int conversation, string[] chains)
    {
        foreach (string chain in chains)
        {
            await store.SavePathAsync(Keys.Trie(conversation), chain, Value(conversation), Keys.Minute);
        }
    }

    private static string Value(int conversation) => string.Create(CultureInfo.InvariantCulture, $"550e8400-e29b-41d4-a716-{446655440000 + conversation}:12345");

    private static string[] Turns(int seed)
    {
        var random = new Random(seed);
        string[] segments = Enumerable.Range(0, Messages)
            .Select(i => (i % 2 == 0 ? "u:" : "a:") + new string(random.GetItems<char>(Alphabet, 13)))
            .ToArray();
        return Enumerable.Range(1, Messages / 2).Select(turn => string.Join('-', segments.Take(2 * turn))).ToArray();
    }

    private static bool Completed<T>(ValueTask<T> task) => task.IsCompletedSuccessfully;

    private static bool Completed(ValueTask task) => task.IsCompletedSuccessfully;

    private static long AllocatedBytes(Func<bool> operation)
    {
        for (int i = 0; i < 100; i++)
        {
            operation().Should().BeTrue("the store completes at once");
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            operation();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
