using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Soak.Lanes;
using EmbeddedCache.Soak.Load;

namespace EmbeddedCache.Soak.Tests;

/// <summary>What the soak would see if a store did what none may.</summary>
[TestClass]
public sealed class WorkerTests
{
    private const int Sessions = 50;

    [TestMethod]
    [DataRow(Lie.ForgetsASet, "Get")]
    [DataRow(Lie.AnswersAnOlderInteger, "Get")]
    [DataRow(Lie.ForgetsAPath, "Find")]
    [DataRow(Lie.AnswersAnothersPath, "this tenant never saved there")]
    [DataRow(Lie.AnswersALongerPath, "this tenant never saved there")]
    [DataRow(Lie.KeepsWhatWasDeleted, "Get")]
    [DataRow(Lie.KeepsWhatHasExpired, "Get")]
    [DataRow(Lie.LosesAnIncrement, "Increment")]
    [DataRow(Lie.CountsTwice, "at most")]
    [DataRow(Lie.ForgetsACounter, "Load")]
    [DataRow(Lie.ThrowsAnotherException, "TimeoutException")]
    [DataRow(Lie.FailsForNoReason, "Get of worker 0 failed")]
    public async Task A_store_that_lies_is_found_out(Lie lie, string said)
    {
        await using var store = new LyingStore(lie);
        var log = new SoakLog(TextWriter.Null);
        await WorkAsync(new Lane("lying", store, new LaneRules { Workers = 1, SessionsPerWorker = Sessions }, log));

        store.Told.Should().BeGreaterThan(0);
        log.Violations.Should().BeGreaterThan(0);
        log.First.Should().Contain(violation => violation.Contains(said, StringComparison.Ordinal), string.Join('\n', log.First));
    }

    [TestMethod]
    public async Task A_store_that_is_right_is_not()
    {
        await using var store = new LyingStore(Lie.None);
        var log = new SoakLog(TextWriter.Null);
        await WorkAsync(new Lane("right", store, new LaneRules { Workers = 2, SessionsPerWorker = Sessions }, log));

        log.First.Should().BeEmpty();
        log.Violations.Should().Be(0);
    }

    [TestMethod]
    public async Task A_call_that_takes_too_long_is_kept_and_judged_by_how_late_the_machine_was()
    {
        await using var store = new LyingStore(Lie.IsSlow);
        var lane = new Lane("slow", store, new LaneRules { OperationTimeout = TimeSpan.Zero, Workers = 1, SessionsPerWorker = Sessions }, new SoakLog(TextWriter.Null));
        await Worker.Of(lane, new Random(1))[0].RunAsync(500);

        lane.Tally.TryTakeSuspicion(out Suspicion suspicion).Should().BeTrue();
        suspicion.What.Should().Contain("Get took").And.Contain("100 ms are allowed");
        suspicion.IsConfirmed(lag: TimeSpan.Zero).Should().BeTrue();
        suspicion.IsConfirmed(lag: TimeSpan.FromSeconds(60)).Should().BeFalse();
    }

    [TestMethod]
    public async Task A_failure_is_allowed_while_something_happens_and_not_when_all_is_well()
    {
        await using var store = new LyingStore(Lie.FailsForNoReason);
        var log = new SoakLog(TextWriter.Null);
        var lane = new Lane("server", store, new LaneRules { MayFail = true, Workers = 1, SessionsPerWorker = Sessions }, log);
        lane.FaultBegins("a test");
        IReadOnlyList<Worker> workers = Worker.Of(lane, new Random(1));
        await workers[0].RunAsync(2_000);
        lane.Tally.Failed.Should().BeGreaterThan(0);
        Suspicions(lane).Should().NotContain(suspicion => suspicion.What.Contains("all was well", StringComparison.Ordinal));

        lane.FaultEnds(0);
        await workers[0].RunAsync(2_000);
        Suspicions(lane).Should().Contain(suspicion => suspicion.What.Contains("all was well", StringComparison.Ordinal));
        log.Violations.Should().Be(0);
    }

    [TestMethod]
    public async Task Data_that_the_server_lost_is_not_missed()
    {
        await using var store = new LyingStore(Lie.None);
        var log = new SoakLog(TextWriter.Null);
        var lane = new Lane("volatile", store, new LaneRules { Workers = 1, SessionsPerWorker = Sessions }, log);
        Worker worker = Worker.Of(lane, new Random(1))[0];
        await worker.RunAsync(5_000);
        lane.LosesData();
        await store.RestartAsync();
        await worker.ReadBackAsync();
        log.Violations.Should().Be(0);

        await worker.RunAsync(5_000);
        await store.RestartAsync();
        await worker.ReadBackAsync();
        log.Violations.Should().BeGreaterThan(0, "this time nobody said so");
    }

    private static async Task WorkAsync(Lane lane)
    {
        IReadOnlyList<Worker> workers = Worker.Of(lane, new Random(1));
        for (int i = 0; i < 30; i++)
        {
            foreach (Worker worker in workers)
            {
                await worker.RunAsync(1_000);
            }

        }

        // Sessions that live for a second at most expire meanwhile.
        await Task.Delay(1_000);

        foreach (Worker worker in workers)
        {
            await worker.ReadBackAsync();
        }
    }

    private static IEnumerable<Suspicion> Suspicions(Lane lane)
    {
        while (lane.Tally.TryTakeSuspicion(out Suspicion suspicion))
        {
            yield return suspicion;
        }
    }
}
