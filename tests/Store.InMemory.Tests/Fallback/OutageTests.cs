using static EmbeddedCache.Stores.Tests.Keys;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class OutageTests
{
    [TestMethod]
    public async Task A_renewal_by_the_primary_counts_here_whatever_is_written_beside_it()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.SetAsync(Number(1), 1, TimeSpan.FromSeconds(10));
        var answer = new TaskCompletionSource();
        trial.Primary.AnswerFault = () => answer.Task;
        Task<bool> renewal = trial.Store.ExpireAsync(Number(1), Minute).AsTask();
        trial.Primary.AnswerFault = null;

        // A key of the same name, which is told from the other by its id alone.
        await trial.Store.SetAsync(Number(2), 2, Minute);
        answer.SetResult();
        (await renewal).Should().BeTrue();

        await trial.LoseAsync();
        trial.Time.Advance(TimeSpan.FromSeconds(30));
        (await trial.Store.GetAsync(Number(1))).Should().Be(1);
    }

    [TestMethod]
    public async Task A_path_that_the_primary_took_while_others_were_found_here_is_found_here_as_well()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.SavePathAsync(Trie(1), "a", "s:1", Minute);

        // The primary has taken the second path, and goes away before it has said so; meanwhile the first is found in this process.
        var answer = new TaskCompletionSource();
        trial.Primary.AnswerFault = () => answer.Task;
        Task save = trial.Store.SavePathAsync(Trie(1), "b", "s:2", Minute).AsTask();
        trial.Primary.AnswerFault = null;
        trial.Primary.GoAway();
        (await trial.Store.FindLongestPrefixAsync(Trie(1), "a-x", Minute)).Should().Be(new PathMatch("s:1", 1));
        answer.SetResult();
        await save;

        (await trial.Store.FindLongestPrefixAsync(Trie(1), "b-x", Minute)).Should().Be(new PathMatch("s:2", 1));
    }

    [TestMethod]
    public async Task What_the_primary_fails_is_answered_here_from_the_first_failure_on()
    {
        await using var trial = new FallbackTrial();
        LocalFallbackStore store = trial.Store;
        trial.Primary.GoAway();

        await store.SetAsync(Number(1), 7, Minute);
        (await store.GetAsync(Number(1))).Should().Be(7);
        (await store.GetManyAsync([Number(1), Number(2)])).Should().Equal(7, null);
        (await store.ExpireAsync(Number(1), Minute)).Should().BeTrue();
        (await store.IncrementAsync(Number(3), Minute)).Should().Be(1);
        (await store.GetTimeToLiveAsync(Number(3))).Should().Be(Minute);
        await store.SavePathAsync(Trie(1), "a-b", "s:1", Minute);
        (await store.FindLongestPrefixAsync(Trie(1), "a-b-c", Minute)).Should().Be(new PathMatch("s:1", 3));
        (await store.RemovePathAsync(Trie(1), "a-b")).Should().BeTrue();
        (await store.DeleteAsync(Number(1))).Should().BeTrue();
    }

    [TestMethod]
    public async Task A_primary_that_failed_too_often_is_left_alone()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { FailureThreshold = 4 });
        trial.Primary.GoAway();
        for (int i = 0; i < 4; i++)
        {
            trial.Store.State.Should().Be(FallbackState.Connected);
            await trial.Store.GetAsync(Number(1));
        }

        trial.Store.State.Should().Be(FallbackState.Away);
        int calls = trial.Primary.Calls;
        await trial.Store.SetAsync(Number(1), 1, Minute);
        await trial.Store.GetAsync(Number(1));
        trial.Primary.Calls.Should().Be(calls);
    }

    [TestMethod]
    public async Task One_failure_among_many_successes_leaves_nothing()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { FailureThreshold = 2 });
        for (int i = 0; i < 50; i++)
        {
            trial.Primary.GoAway();
            await trial.Store.GetAsync(Number(1));
            trial.Primary.ComeBack();
            for (int j = 0; j < 10; j++)
            {
                await trial.Store.GetAsync(Number(1));
            }
        }

        trial.Store.State.Should().Be(FallbackState.Connected);
    }

    [TestMethod]
    public async Task A_write_that_failed_is_read_back_here_and_told_although_the_primary_was_never_left()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { KeepCopies = false });
        await trial.Store.SetAsync(Number(1), 1, Minute);
        trial.Primary.GoAway();
        await trial.Store.SetAsync(Number(1), 2, Minute);
        trial.Primary.ComeBack();

        trial.Store.State.Should().Be(FallbackState.Connected);
        (await trial.Store.GetAsync(Number(1))).Should().Be(2);
        (await trial.Store.GetManyAsync([Number(1), Number(2)])).Should().Equal(2, null);
        await trial.ReturnAsync();
        (await trial.Primary.Inner.GetAsync(Number(1))).Should().Be(2);
    }

    [TestMethod]
    public async Task What_was_known_before_an_outage_goes_on_in_it()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.SetAsync(Number(1), 1, Minute);
        await trial.Primary.Inner.SetAsync(Number(2), 2, Minute);
        await trial.Store.GetAsync(Number(2));
        await trial.Primary.Inner.SetAsync(Number(3), 3, Minute);
        await trial.Store.GetManyAsync([Number(3)]);
        await trial.Store.IncrementAsync(Number(4), Minute);
        await trial.Store.SavePathAsync(Trie(1), "a-b", "s:1", Minute);
        await trial.Primary.Inner.SavePathAsync(Trie(2), "a-b", "s:2", Minute);
        await trial.Store.FindLongestPrefixAsync(Trie(2), "a-b-c", Minute);
        await trial.LoseAsync();

        (await trial.Store.GetManyAsync([Number(1), Number(2), Number(3)])).Should().Equal(1, 2, 3);
        (await trial.Store.IncrementAsync(Number(4), Minute)).Should().Be(2);
        (await trial.Store.FindLongestPrefixAsync(Trie(1), "a-b-c", Minute))!.Value.Value.Should().Be("s:1");
        (await trial.Store.FindLongestPrefixAsync(Trie(2), "a-b-c", Minute))!.Value.Value.Should().Be("s:2");
    }

    [TestMethod]
    public async Task What_the_primary_no_longer_has_is_not_remembered()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.SetAsync(Number(1), 1, Minute);
        await trial.Store.SetAsync(Number(2), 1, Minute);
        await trial.Store.SetAsync(Number(3), 1, Minute);
        await trial.Primary.Inner.DeleteAsync(Number(1));
        await trial.Store.GetAsync(Number(1));
        await trial.Primary.Inner.SetAsync(Number(2), 2, Minute);
        await trial.Store.GetAsync(Number(2));
        await trial.Store.DeleteAsync(Number(3));
        await trial.LoseAsync();

        (await trial.Store.GetManyAsync([Number(1), Number(2), Number(3)])).Should().Equal(null, 2, null);
    }

    [TestMethod]
    public async Task An_answer_that_comes_late_does_not_replace_what_was_written_meanwhile()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { FailureThreshold = 1 });
        await trial.Store.SetAsync(Number(1), 1, Minute);
        var late = new TaskCompletionSource();
        trial.Primary.AnswerFault = () => late.Task;
        Task<long?> reading = trial.Store.GetAsync(Number(1)).AsTask();
        trial.Primary.AnswerFault = null;
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 2, Minute);
        late.SetResult();

        (await reading).Should().Be(1);
        (await trial.Store.GetAsync(Number(1))).Should().Be(2);
    }

    [TestMethod]
    public async Task Cancellation_and_arguments_are_the_callers_and_no_failures()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { FailureThreshold = 1 });
        using var cancelling = new CancellationTokenSource();
        trial.Primary.Fault = async () =>
        {
            await cancelling.CancelAsync();
            cancelling.Token.ThrowIfCancellationRequested();
        };
        await FluentActions.Awaiting(() => trial.Store.GetAsync(Number(1), cancelling.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        trial.Primary.ComeBack();
        await FluentActions.Awaiting(() => trial.Store.SetAsync(Number(1), 1, TimeSpan.Zero).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => trial.Store.GetManyAsync(null!).AsTask()).Should().ThrowAsync<ArgumentNullException>();

        trial.Store.State.Should().Be(FallbackState.Connected);
    }

    [TestMethod]
    public async Task An_entry_of_the_wrong_kind_is_an_error_and_no_failure_of_the_store()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { FailureThreshold = 1 });
        await trial.Store.SavePathAsync(Trie(1), "a", "s:1", Minute);

        await FluentActions.Awaiting(() => trial.Store.GetAsync(Trie(1)).AsTask()).Should().ThrowAsync<CacheStoreException>();
        trial.Store.State.Should().Be(FallbackState.Connected);
        await trial.LoseAsync();
        await FluentActions.Awaiting(() => trial.Store.GetAsync(Trie(1)).AsTask()).Should().ThrowAsync<CacheStoreException>();
    }

    [TestMethod]
    public async Task A_disposed_store_says_so_and_leaves_its_primary_open()
    {
        var trial = new FallbackTrial();
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 1, Minute);
        await trial.Store.DisposeAsync();
        await trial.Store.DisposeAsync();

        await FluentActions.Awaiting(() => trial.Store.GetAsync(Number(1)).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        (await trial.Primary.Inner.GetAsync(Number(1))).Should().BeNull();
        trial.Events.Should().Equal("Warning FallbackBegan", "Warning FallbackJournalLost");
        await trial.DisposeAsync();
    }

    [TestMethod]
    public void Options_out_of_range_are_named()
    {
        foreach ((string name, LocalFallbackOptions options) in new[]
        {
            ("FailureThreshold", new LocalFallbackOptions { FailureThreshold = 0 }),
            ("ProbeInterval", new LocalFallbackOptions { ProbeInterval = TimeSpan.Zero }),
            ("ProbeInterval", new LocalFallbackOptions { ProbeInterval = TimeSpan.FromDays(2) }),
            ("MaxJournalEntries", new LocalFallbackOptions { MaxJournalEntries = 0 }),
            ("CopyTimeToLive", new LocalFallbackOptions { CopyTimeToLive = TimeSpan.Zero }),
            ("MaxEntries", new LocalFallbackOptions { MaxEntries = 0 }),
            ("MaxPathsPerTrie", new LocalFallbackOptions { MaxPathsPerTrie = 0 }),
        })
        {
            FluentActions.Invoking(() => new LocalFallbackStore(new FaultyStore(TimeProvider.System), options))
                .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{name}*");
        }
    }
}
