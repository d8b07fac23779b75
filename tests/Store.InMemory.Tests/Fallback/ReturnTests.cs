using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using static EmbeddedCache.Stores.Tests.Keys;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class ReturnTests
{
    [TestMethod]
    public async Task The_primary_is_told_what_was_written_with_what_is_left_of_its_life()
    {
        await using var trial = new FallbackTrial();
        InMemoryCacheStore primary = trial.Primary.Inner;
        await primary.SetAsync(Number(1), 1, 2 * Minute);
        await primary.SetAsync(Number(2), 40, 2 * Minute);
        await primary.SavePathAsync(Trie(1), "a", "s:1", 2 * Minute);
        await trial.Store.SetAsync(Number(6), 6, Minute);
        await trial.LoseAsync();

        await trial.Store.DeleteAsync(Number(1));
        for (int i = 0; i < 250; i++)
        {
            await trial.Store.IncrementAsync(Number(2), 3 * Minute);
        }

        await trial.Store.SetAsync(Number(3), 3, Minute);
        await trial.Store.SetAsync(Number(4), 4, TimeSpan.FromSeconds(10));
        await trial.Store.IncrementAsync(Number(3), Minute);
        await trial.Store.SavePathAsync(Trie(1), "a-b", "s:2", 3 * Minute);
        await trial.Store.SavePathAsync(Trie(2), "a--b-", "s:3", Minute);
        await trial.Store.SavePathAsync(Trie(2), "a-c", "s:4", Minute);
        await trial.Store.RemovePathAsync(Trie(2), "a-c");
        await trial.Store.ExpireAsync(Number(6), 2 * Minute);
        trial.Time.Advance(TimeSpan.FromSeconds(29));
        await trial.ReturnAsync();

        (await primary.GetManyAsync([Number(1), Number(2), Number(3), Number(4), Number(6)])).Should().Equal(null, 290, 4, null, 6);
        (await primary.GetTimeToLiveAsync(Number(2))).Should().Be(TimeSpan.FromSeconds(150));
        (await primary.GetTimeToLiveAsync(Number(3))).Should().Be(TimeSpan.FromSeconds(30));
        (await primary.GetTimeToLiveAsync(Number(6))).Should().Be(TimeSpan.FromSeconds(90));
        trial.Primary.Inner.GetPaths(Trie(1)).Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "s:1", ["a-b"] = "s:2" });
        trial.Primary.Inner.GetPaths(Trie(2)).Should().BeEquivalentTo(new Dictionary<string, string> { ["a-b"] = "s:3" });
        (await primary.GetTimeToLiveAsync(Trie(1))).Should().Be(TimeSpan.FromSeconds(150));
    }

    [TestMethod]
    public async Task Who_reads_many_while_the_primary_is_told_does_not_read_back_behind_what_was_written()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.IncrementAsync(Number(1), Minute);
        trial.Primary.GoAway();
        (await trial.Store.IncrementAsync(Number(1), Minute)).Should().Be(2);
        trial.Primary.ComeBack();
        trial.Store.State.Should().Be(FallbackState.Connected, "one failure is no outage");

        // The primary has answered, and its answer is on its way while it is told of the second increment.
        var answer = new TaskCompletionSource();
        trial.Primary.AnswerFault = () => answer.Task;
        Task<IReadOnlyList<long?>> read = trial.Store.GetManyAsync([Number(1), Number(2)]).AsTask();
        trial.Primary.AnswerFault = null;
        trial.Time.Advance(TimeSpan.FromSeconds(1));
        await FallbackTrial.UntilAsync(() => trial.Store.JournalEntries == 0);
        answer.SetResult();

        (await read).Should().Equal(2, null);
        (await trial.Store.GetManyAsync([Number(1)])).Should().Equal(2);
    }

    [TestMethod]
    public async Task An_entry_that_is_renewed_in_its_last_moment_is_told_whole()
    {
        // Lives end with a whole millisecond, up to one later than they were given for.
        await using var trial = new FallbackTrial();
        TimeSpan life = TimeSpan.FromMilliseconds(10);
        trial.Time.Advance(life / 20);
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 1, life);
        await trial.Store.IncrementAsync(Number(2), life);
        await trial.Store.SavePathAsync(Trie(1), "a", "s:1", life);
        await trial.Store.SavePathAsync(Trie(2), "a", "s:1", life);
        trial.Time.Advance(life * 1.02);
        (await trial.Store.ExpireAsync(Number(1), Minute)).Should().BeTrue();
        (await trial.Store.IncrementAsync(Number(2), Minute)).Should().Be(2);
        (await trial.Store.FindLongestPrefixAsync(Trie(1), "a-b", Minute)).Should().Be(new PathMatch("s:1", 1));
        await trial.Store.SavePathAsync(Trie(2), "a-b", "s:2", Minute);
        await trial.ReturnAsync();

        (await trial.Primary.Inner.GetManyAsync([Number(1), Number(2)])).Should().Equal(1, 2);
        trial.Primary.Inner.GetPaths(Trie(1)).Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "s:1" });
        trial.Primary.Inner.GetPaths(Trie(2)).Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "s:1", ["a-b"] = "s:2" });
    }

    [TestMethod]
    public async Task What_the_primary_was_told_late_is_not_taken_for_the_newer_write_of_somebody_else()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.SetAsync(Number(1), 9, Minute);
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 1, Minute);

        // The primary is told of the first while the second is written, carries it out some time later, and its answer is lost.
        bool isTold = false;
        trial.Primary.SetFault = async () =>
        {
            trial.Primary.SetFault = null;
            await trial.Store.SetAsync(Number(1), 2, Minute);
            trial.Time.Advance(TimeSpan.FromSeconds(5));
            trial.Primary.AnswerFault = () =>
            {
                trial.Primary.AnswerFault = null;
                isTold = true;
                throw new TimeoutException();
            };
        };
        trial.Primary.ComeBack();
        trial.Time.Advance(TimeSpan.FromSeconds(1));
        await FallbackTrial.UntilAsync(() => isTold);
        (await trial.Primary.Inner.GetAsync(Number(1))).Should().Be(1);
        await trial.ReturnAsync();

        (await trial.Store.GetAsync(Number(1))).Should().Be(2);
        (await trial.Primary.Inner.GetAsync(Number(1))).Should().Be(2);
    }

    [TestMethod]
    public async Task A_live_newer_entry_of_the_primary_stays()
    {
        await using var trial = new FallbackTrial();
        InMemoryCacheStore primary = trial.Primary.Inner;
        await trial.Store.SetAsync(Number(2), 20, 10 * Minute);
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 1, 10 * Minute);
        await trial.Store.DeleteAsync(Number(2));
        await trial.Store.SavePathAsync(Trie(1), "a-b", "mine:1", Minute);
        await trial.Store.SavePathAsync(Trie(1), "c", "mine:2", Minute);

        trial.Time.Advance(TimeSpan.FromSeconds(5));
        await primary.SetAsync(Number(1), 100, 10 * Minute);
        await primary.SetAsync(Number(2), 200, 10 * Minute);
        await primary.SavePathAsync(Trie(1), "a-b", "theirs:1", Minute);
        await trial.ReturnAsync();

        (await primary.GetManyAsync([Number(1), Number(2)])).Should().Equal(100, 200);
        trial.Primary.Inner.GetPaths(Trie(1)).Should().BeEquivalentTo(new Dictionary<string, string> { ["a-b"] = "theirs:1", ["c"] = "mine:2" });
        (await primary.GetTimeToLiveAsync(Trie(1))).Should().Be(TimeSpan.FromSeconds(59));
    }

    [TestMethod]
    public async Task An_older_entry_of_the_primary_goes()
    {
        await using var trial = new FallbackTrial();
        InMemoryCacheStore primary = trial.Primary.Inner;
        await trial.Store.SetAsync(Number(2), 20, 10 * Minute);
        await primary.SetAsync(Number(1), 100, 10 * Minute);
        await trial.LoseAsync();
        trial.Time.Advance(TimeSpan.FromMilliseconds(1));
        await trial.Store.SetAsync(Number(1), 1, 10 * Minute);
        await trial.Store.DeleteAsync(Number(2));
        await trial.ReturnAsync();

        (await primary.GetManyAsync([Number(1), Number(2)])).Should().Equal(1, null);
    }

    [TestMethod]
    public async Task A_write_that_the_primary_carries_out_late_does_not_win_over_a_newer_one_from_here()
    {
        await using var trial = new FallbackTrial();
        trial.Primary.GoAway();
        await trial.Store.SetAsync(Number(1), 1, Minute);
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 2, Minute);
        trial.Time.Advance(TimeSpan.FromSeconds(5));
        await trial.Primary.Inner.SetAsync(Number(1), 1, Minute);
        await trial.ReturnAsync();

        (await trial.Primary.Inner.GetAsync(Number(1))).Should().Be(2);
    }

    [TestMethod]
    public async Task A_renewal_brings_nothing_back()
    {
        await using var trial = new FallbackTrial();
        await trial.Store.SetAsync(Number(1), 1, Minute);
        await trial.LoseAsync();
        await trial.Primary.Inner.DeleteAsync(Number(1));
        (await trial.Store.ExpireAsync(Number(1), Minute)).Should().BeTrue();
        await trial.ReturnAsync();

        (await trial.Primary.Inner.GetAsync(Number(1))).Should().BeNull();
    }

    [TestMethod]
    public async Task A_primary_that_is_still_away_is_tried_again_and_again()
    {
        await using var trial = new FallbackTrial();
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 1, 10 * Minute);
        for (int i = 0; i < 5; i++)
        {
            int calls = trial.Primary.Calls;
            trial.Time.Advance(TimeSpan.FromSeconds(1));
            await FallbackTrial.UntilAsync(() => trial.Primary.Calls > calls && trial.Store.State == FallbackState.Away);
        }

        await trial.ReturnAsync();
        (await trial.Primary.Inner.GetAsync(Number(1))).Should().Be(1);
    }

    [TestMethod]
    public async Task A_primary_that_reads_but_does_not_write_is_not_used()
    {
        await using var trial = new FallbackTrial();
        await trial.LoseAsync();
        await trial.Store.SetAsync(Number(1), 1, 10 * Minute);
        int calls = trial.Primary.Calls;
        trial.Primary.Fault = () => trial.Primary.Calls > calls + 4 ? throw new TimeoutException("full") : Task.CompletedTask;
        trial.Time.Advance(TimeSpan.FromSeconds(1));
        await FallbackTrial.UntilAsync(() => trial.Primary.Calls > calls + 4 && trial.Store.State == FallbackState.Away);

        (await trial.Store.GetAsync(Number(1))).Should().Be(1);
        await trial.ReturnAsync();
        (await trial.Primary.Inner.GetAsync(Number(1))).Should().Be(1);
    }

    [TestMethod]
    public async Task What_exceeds_the_journal_is_dropped_oldest_first_and_counted()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { MaxJournalEntries = 10 });
        await trial.LoseAsync();
        for (int i = 1; i <= 25; i++)
        {
            await trial.Store.SetAsync(Number(i), i, 10 * Minute);
        }

        trial.Store.JournalEntries.Should().Be(10);
        trial.Store.DroppedEntries.Should().Be(15);
        (await trial.Store.GetAsync(Number(1))).Should().Be(1);
        await trial.ReturnAsync();
        (await trial.Primary.Inner.GetManyAsync([Number(15), Number(16), Number(25)])).Should().Equal(null, 16, 25);
    }

    [TestMethod]
    public async Task What_became_of_the_primary_is_logged_once_and_measured()
    {
        await using var trial = new FallbackTrial();
        var measured = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith("embeddedcache.fallback.", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (measured)
            {
                string name = instrument.Name + string.Concat(tags.ToArray().Select(tag => $" {tag.Value}"));
                measured[name] = instrument is Counter<long> ? measured.GetValueOrDefault(name) + value : value;
            }
        }

        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();

        await trial.LoseAsync();
        for (int i = 0; i < 20; i++)
        {
            await trial.Store.SetAsync(Number(i), 1, Minute);
        }

        await trial.Store.SetAsync(Number(20), 1, TimeSpan.FromMilliseconds(1));
        listener.RecordObservableInstruments();
        measured[DiagnosticNames.FallbackActive].Should().Be(1);
        measured[DiagnosticNames.FallbackJournal].Should().Be(21);
        await trial.ReturnAsync();
        listener.RecordObservableInstruments();

        measured[DiagnosticNames.FallbackActive].Should().Be(0);
        measured[DiagnosticNames.FallbackJournal].Should().Be(0);
        measured[DiagnosticNames.FallbackDropped].Should().Be(0);
        measured[DiagnosticNames.FallbackReplayed + " told"].Should().Be(20);
        measured[DiagnosticNames.FallbackReplayed + " expired"].Should().Be(1);
        trial.Events.Should().Equal("Warning FallbackBegan", "Information FallbackEnded");
    }

    [TestMethod]
    public async Task No_write_is_lost_while_the_primary_comes_and_goes()
    {
        await using var trial = new FallbackTrial(new LocalFallbackOptions { FailureThreshold = 1 });
        using var stopping = new CancellationTokenSource();
        long[] acknowledged = new long[8];
        Task[] writers = [.. Enumerable.Range(0, acknowledged.Length).Select(writer => Task.Run(async () =>
        {
            while (!stopping.IsCancellationRequested)
            {
                long written = ++acknowledged[writer];
                await trial.Store.SetAsync(Number(writer), written, 60 * Minute);
                await trial.Store.IncrementAsync(Number(100 + (writer % 2)), 60 * Minute);
                await trial.Store.SavePathAsync(Trie(writer), $"a-{written % 50}", $"s:{written}", 60 * Minute);
                if (await trial.Store.GetAsync(Number(writer)) is var read && read != written)
                {
                    throw new InvalidOperationException($"{read} was read back in place of {written}.");
                }

                await Task.Yield();
            }
        }))];
        for (int i = 0; i < 40; i++)
        {
            trial.Primary.GoAway();
            await Task.Delay(5);
            trial.Primary.ComeBack();
            trial.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        await stopping.CancelAsync();
        await Task.WhenAll(writers);
        trial.Time.Advance(TimeSpan.FromSeconds(1));
        await FallbackTrial.UntilAsync(() =>
        {
            trial.Time.Advance(TimeSpan.FromSeconds(1));
            return trial.Store.State == FallbackState.Connected && trial.Store.JournalEntries == 0;
        });

        for (int writer = 0; writer < acknowledged.Length; writer++)
        {
            (await trial.Primary.Inner.GetAsync(Number(writer))).Should().Be(acknowledged[writer]);
            long last = acknowledged[writer];
            PathMatch? match = await trial.Primary.Inner.FindLongestPrefixAsync(Trie(writer), $"a-{last % 50}", Minute);
            match!.Value.Value.Should().Be($"s:{last}");
        }

        long total = (await trial.Primary.Inner.GetAsync(Number(100)) ?? 0) + (await trial.Primary.Inner.GetAsync(Number(101)) ?? 0);
        total.Should().Be(acknowledged.Sum());
    }
}
