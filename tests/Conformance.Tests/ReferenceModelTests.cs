using System.Text.Json;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>The judge is judged: by what the Go original's scripts answered on Redis, and by hand.</summary>
[TestClass]
public sealed class ReferenceModelTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private static readonly TimeWindow Start = new(TimeSpan.Zero, TimeSpan.Zero);

    [TestMethod]
    public void Answers_what_the_original_answered_on_Redis()
    {
        using JsonDocument traces = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "trie-trace.json")));
        int finds = 0;
        foreach (JsonElement trace in traces.RootElement.EnumerateArray())
        {
            ModelEntry? entry = null;
            foreach (JsonElement step in trace.GetProperty("ops").EnumerateArray())
            {
                string chain = step.GetProperty("chain").GetString()!;
                if (step.GetProperty("op").GetString() == "save")
                {
                    entry = ReferenceModel.Apply(entry, new Operation.Save(0, chain, step.GetProperty("value").GetString()!, Life), Start).Next;
                    continue;
                }

                (Expectation expected, entry) = ReferenceModel.Apply(entry, new Operation.Find(0, chain, Life), Start);
                ((Stores.PathMatch?)expected.Exactly.Value)?.Value.Should().Be(step.GetProperty("expect").GetString());
                (expected.Exactly.Value is null).Should().Be(step.GetProperty("expect").ValueKind == JsonValueKind.Null);
                finds++;
            }
        }

        finds.Should().BeGreaterThan(1_000);
    }

    [TestMethod]
    public void Follows_both_possibilities_near_a_deadline_until_an_answer_tells()
    {
        var entries = new PossibleEntries();
        var margin = TimeSpan.FromMilliseconds(10);
        Observe(new Operation.Set(0, 5, Milliseconds(100)), Answer.Done, 0, 2).Should().BeNull();

        // At the deadline, give or take: the entry may be there or be gone.
        Observe(new Operation.Get(0), new Answer(6L), 95, 98).Should().Be("5 or nothing");
        Observe(new Operation.Increment(0, Milliseconds(100)), Answer.Done, 95, 98).Should().Be("6 or 1");
        Observe(new Operation.Save(0, "a", "s1:1", Milliseconds(100)), Answer.Done, 95, 98).Should().BeNull("the integer was gone");
        Observe(new Operation.Get(0), new Answer(5L), 96, 99).Should().Be("a CacheStoreException", "so a trie stands there now");

        string? Observe(Operation operation, Answer answer, int from, int to) =>
            entries.Observe(operation, answer, Between(from, to), margin);
    }

    [TestMethod]
    public void Is_sure_that_an_entry_is_there_well_before_its_deadline_and_gone_well_after_it()
    {
        var entries = new PossibleEntries();
        var margin = TimeSpan.FromMilliseconds(10);
        entries.Observe(new Operation.Set(0, 5, Milliseconds(100)), Answer.Done, Between(0, 2), margin).Should().BeNull();
        entries.Observe(new Operation.Get(0), new Answer(null), Between(80, 90), margin).Should().Be("5");
        entries.Observe(new Operation.Get(0), new Answer(5L), Between(113, 120), margin).Should().Be("nothing");
    }

    [TestMethod]
    public void Is_exact_on_a_clock_that_is_moved()
    {
        var entries = new PossibleEntries();
        entries.Observe(new Operation.Set(0, 5, TimeSpan.FromMilliseconds(99.5)), Answer.Done, Start, TimeSpan.Zero).Should().BeNull();
        entries.Observe(new Operation.GetTimeToLive(0), new Answer(Milliseconds(59)), Between(40, 40), TimeSpan.Zero).Should().Be("60 ms");
        entries.Observe(new Operation.Get(0), new Answer(null), Between(100, 100), TimeSpan.Zero).Should().Be("5");
        entries.Observe(new Operation.Get(0), new Answer(5L), Between(101, 101), TimeSpan.Zero).Should().Be("nothing");
    }

    private static TimeWindow Between(int from, int to) => new(Milliseconds(from), Milliseconds(to));

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
