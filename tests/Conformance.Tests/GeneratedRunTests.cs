using EmbeddedCache.Stores;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>What generated runs say when they fail, and that they can be repeated.</summary>
[TestClass]
public sealed class GeneratedRunTests
{
    private const string GeneratedPrograms = nameof(StoreConformance.Generated_programs_answer_as_the_reference_model);

    // In real time, shrinking waits as well: begin with short programs.
    private static readonly ConformanceOptions ShortPrograms = new() { MaxProgramLength = 20 };

    [TestMethod]
    public async Task A_failing_program_is_made_minimal()
    {
        ConformanceException failure = await FailureAsync(GeneratedPrograms, ForgetsToRenewOnAHit);

        // A save, a find that should renew, and one look or wait that shows that it did not; a wait and another find at most.
        StepsOf(failure).Should().HaveCountLessThanOrEqualTo(5);
        failure.Message.Should().Contain("Save(").And.Contain("expected:").And.Contain("got:")
            .And.Contain($"seed {new ConformanceOptions().Seed}");
    }

    [TestMethod]
    public async Task The_same_seed_gives_the_same_program_and_another_one_another()
    {
        string first = await ProgramAsync(seed: 1);
        (await ProgramAsync(seed: 1)).Should().Be(first);
        (await ProgramAsync(seed: 2)).Should().NotBe(first);

        static async Task<string> ProgramAsync(ulong seed) =>
            (await FailureAsync(GeneratedPrograms, ForgetsToRenewOnAHit, new ConformanceOptions { Seed = seed })).Message;
    }

    [TestMethod]
    public async Task A_failing_history_is_shown()
    {
        ConformanceException failure = await FailureAsync(
            nameof(StoreConformance.Generated_concurrent_programs_are_linearizable),
            store => new AlteredStore(store) { Get = async (key, token) => await store.GetAsync(key, token) ?? 0 });
        StepsOf(failure).Should().OnlyContain(step => step.Contains("thread") || step.Contains("before") || step.Contains("after"));
        failure.Message.Should().Contain("not linearizable");
    }

    [TestMethod]
    public async Task A_failing_check_shows_what_was_called()
    {
        ConformanceException failure = await FailureAsync(
            nameof(StoreConformance.Increment_counts_from_one),
            store => new AlteredStore(store) { Increment = async (key, life, token) => await store.IncrementAsync(key, life, token) + 1 });
        failure.Message.Should().Contain("Increment_counts_from_one").And.Contain("expected: 1").And.Contain("got:      2").And.Contain("-> 2");
    }

    [TestMethod]
    public async Task A_store_that_hangs_fails()
    {
        ConformanceException failure = await FailureAsync(
            nameof(StoreConformance.Get_of_a_missing_key_answers_nothing),
            store => new AlteredStore(store) { Get = (_, _) => new(new TaskCompletionSource<long?>().Task) },
            new ConformanceOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        failure.InnerException.Should().BeOfType<TimeoutException>();
    }

    [TestMethod]
    public async Task Programs_in_real_time_catch_a_store_that_forgets_to_renew()
    {
        var suite = new OpenedSuite(() => new StoreUnderTest(ForgetsToRenewOnAHit(new ToyStore(TimeProvider.System))), ShortPrograms);
        await FluentActions.Awaiting(() => suite.RunAsync(GeneratedPrograms)).Should().ThrowAsync<ConformanceException>();
    }

    [TestMethod]
    public async Task Programs_in_real_time_catch_a_store_that_expires_two_ticks_late()
    {
        TimeSpan late = 2 * ConformanceClock.RealTime().Tick;
        var suite = new OpenedSuite(
            () => new StoreUnderTest(new AlteredStore(new ToyStore(TimeProvider.System))
            {
                Life = life => life < TimeSpan.FromSeconds(10) ? life + late : life,
            }),
            ShortPrograms);
        await FluentActions.Awaiting(() => suite.RunAsync(GeneratedPrograms)).Should().ThrowAsync<ConformanceException>();
    }

    [TestMethod]
    public async Task Keys_are_removed_after_every_check()
    {
        var touched = new System.Collections.Concurrent.ConcurrentDictionary<CacheKey, bool>();
        foreach (string check in StoreConformance.Checks)
        {
            var time = new FakeTimeProvider();
            var store = new ToyStore(time);
            var suite = new OpenedSuite(() => new StoreUnderTest(
                new AlteredStore(store) { Key = key => touched.TryAdd(key, true) ? key : key },
                ConformanceClock.MovedBy(time.Advance)));
            await suite.RunAsync(check);
            foreach (CacheKey key in touched.Keys)
            {
                (await store.GetTimeToLiveAsync(key)).Should().BeNull($"{check} is over");
            }

            touched.Clear();
        }
    }

    private static AlteredStore ForgetsToRenewOnAHit(ICacheStore store) => new(store)
    {
        Find = async (key, path, life, token) => await store.FindLongestPrefixAsync(
            key, path, await store.GetTimeToLiveAsync(key, token) is { Ticks: > 0 } left ? left : life, token),
    };

    private static async Task<ConformanceException> FailureAsync(
        string check, Func<ICacheStore, ICacheStore> change, ConformanceOptions? options = null)
    {
        var suite = new OpenedSuite(
            () =>
            {
                var time = new FakeTimeProvider();
                return new StoreUnderTest(change(new ToyStore(time)), ConformanceClock.MovedBy(time.Advance));
            },
            options);
        return (await FluentActions.Awaiting(() => suite.RunAsync(check)).Should().ThrowAsync<ConformanceException>()).Which;
    }

    private static IReadOnlyList<string> StepsOf(ConformanceException failure) =>
        [.. failure.Message.Split(Environment.NewLine).SkipWhile(line => line != "operations:").Skip(1)];
}
