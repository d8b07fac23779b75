using EmbeddedCache.Benchmarks.Memory;

namespace EmbeddedCache.Benchmarks.Tests;

/// <summary>Every contender checks its own answers; here each gives some, so that a run does not fail in its middle.</summary>
[TestClass]
public sealed class WorkloadTests
{
    [TestMethod]
    public async Task All_answer_for_sessions_what_was_set()
    {
        await using SessionPeers peers = await SessionPeers.CreateAsync();
        foreach (Contender contender in new[]
        {
            peers.GetOurs(), peers.GetOursOfHalf(0), peers.GetOursOfHalf(1), peers.GetMemoryCache(), peers.GetHybridCache(),
            peers.GetHybridCacheByString(), peers.GetFusionCache(), peers.GetConcurrentTLru(), peers.GetConcurrentDictionary(),
        })
        {
            await contender.RunAsync(Sessions.Count + 1);
        }
    }

    [TestMethod]
    public async Task All_changes_are_made()
    {
        await using SessionWrites writes = await SessionWrites.CreateAsync();
        foreach (Contender contender in new[]
        {
            writes.RefreshOurs(), writes.RefreshMemoryCache(), writes.SetOurs(), writes.SetMemoryCache(), writes.IncrementOurs(), writes.IncrementMemoryCache(),
        })
        {
            await contender.RunAsync(Sessions.Count + 1);
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(10)]
    [DataRow(200)]
    public async Task All_find_the_same_beginning_of_a_conversation(int segments)
    {
        foreach (MatchEnd place in Enum.GetValues<MatchEnd>())
        {
            await using FindWorkload workload = await FindWorkload.CreateAsync(segments, place);
            foreach (Contender contender in new[] { workload.Ours(), workload.Flat(), workload.FlatBySpans(), workload.Comparison(), workload.Look() })
            {
                await contender.RunAsync(3);
            }
        }
    }

    [TestMethod]
    public async Task A_wrong_answer_ends_the_run()
    {
        Func<Task> run = async () => await Contender.Of("wrong", static _ => Answer.Check(false)).RunAsync(1);

        await run.Should().ThrowAsync<InvalidOperationException>();
    }
}
