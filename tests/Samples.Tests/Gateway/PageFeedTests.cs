using CsCheck;
using Gateway.Live;
using Gateway.Live.Conversations;
using Gateway.Live.Feed;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What the page is fed from: bounded, exact, and never in a request's way.</summary>
[TestClass]
public sealed class PageFeedTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LiveFeed _feed;
    private long _number;

    public PageFeedTests() => _feed = new LiveFeed(_time);

    [TestMethod]
    public void A_watcher_who_reads_nothing_holds_up_nobody_and_keeps_the_newest()
    {
        using Subscription slow = _feed.Watch()!;

        for (int i = 0; i < 10_000; i++)
        {
            Publish("s:1-u:1");
        }

        var waiting = new List<LiveEvent>();
        while (slow.Events.TryRead(out LiveEvent? next))
        {
            waiting.Add(next);
        }

        waiting.Should().HaveCount(Subscription.Capacity);
        waiting[0].Sequence.Should().Be(10_000 - Subscription.Capacity + 1, "the gap shows what is lost");
        waiting[^1].Sequence.Should().Be(10_000);
    }

    [TestMethod]
    public void Whoever_comes_back_gets_exactly_what_was_missed_while_it_is_kept()
    {
        for (int i = 0; i < LiveFeed.MaxRecent + 10; i++)
        {
            Publish("u:1");
        }

        long last = _feed.Sequence;
        _feed.Watch(last - 3)!.Missed!.Select(static live => live.Sequence).Should().Equal(last - 2, last - 1, last);
        _feed.Watch(last)!.Missed.Should().BeEmpty();
        _feed.Watch(last - LiveFeed.MaxRecent)!.Missed.Should().HaveCount(LiveFeed.MaxRecent);
        _feed.Watch(last - LiveFeed.MaxRecent - 1)!.Missed.Should().BeNull("one of them is gone");
        _feed.Watch(last + 1)!.Missed.Should().BeNull();

        _feed.Clear();
        _feed.Watch(last)!.Missed.Should().BeNull("what it shows is no more");
        _feed.Watch(last + 1)!.Missed.Should().BeEmpty();
    }

    [TestMethod]
    public void What_one_watches_no_more_is_forgotten()
    {
        _feed.IsWatched.Should().BeFalse();
        Subscription one = _feed.Watch()!;
        _feed.IsWatched.Should().BeTrue();
        one.Dispose();
        _feed.IsWatched.Should().BeFalse();
    }

    [TestMethod]
    public void Watchers_are_limited_and_a_place_that_is_left_can_be_taken()
    {
        Subscription[] all = [.. Enumerable.Range(0, LiveFeed.MaxWatchers).Select(_ => _feed.Watch()!)];
        _feed.Watch().Should().BeNull();

        all[0].Dispose();

        _feed.Watch().Should().NotBeNull();
    }

    [TestMethod]
    public void Forks_share_their_stem()
    {
        Publish("s:1-u:1-a:1-u:2");
        Publish("s:1-u:1-a:1-u:2-a:2-u:3");
        Publish("s:1-u:1-a:1-u:4", account: "other");

        IReadOnlyList<NodeView> nodes = _feed.Tree("client-1")!.Nodes;
        nodes.Select(static node => (node.Segment, node.Parent)).Should().Equal(
            ("s:1", -1), ("u:1", 0), ("a:1", 1), ("u:2", 2), ("a:2", 3), ("u:3", 4), ("u:4", 2));
        nodes.Select(static node => node.Requests).Should().Equal(3, 3, 3, 2, 1, 1, 1);
        nodes.Select(static node => node.Account).Should().Equal(null, null, null, "one", null, "one", "other");
    }

    [TestMethod]
    public void A_conversation_that_another_account_had_answered_has_moved_and_no_other()
    {
        Publish("s:1-u:1");
        Publish("s:1-u:2", account: "other").Moved.Should().BeFalse("a system text in common is no conversation");
        Publish("s:1-u:1-a:1-u:2", account: "other").Moved.Should().BeTrue();
        Publish("s:1-u:1-a:1-u:2-a:2-u:3", "conversation", "other").Moved.Should().BeFalse();
        Publish("s:1-u:1-a:1-u:5").Moved.Should().BeFalse("it is where it was");
        Publish("s:1-u:1-a:1-u:2", account: "other", client: "client-2").Moved.Should().BeFalse("clients are kept apart");
    }

    [TestMethod]
    public void Hostile_callers_fill_no_memory()
    {
        string longest = string.Join('-', Enumerable.Range(0, 1_000).Select(static i => $"u:{i}"));
        for (int client = 0; client < ClientTrees.MaxClients + 5; client++)
        {
            for (int branch = 0; branch < ConversationTree.MaxLeaves + 5; branch++)
            {
                Publish($"s:{branch}-{longest}", client: $"client-{client}", model: new string('m', 5_000));
            }
        }

        FeedState state = _feed.Watch()!.State;
        state.Recent.Should().HaveCount(LiveFeed.MaxRecent).And.OnlyContain(static live => live.Made.Model.Length == 80);
        state.Clients.Should().HaveCount(ClientTrees.MaxClients);
        _feed.Tree("client-0").Should().BeNull("it was idle longest");
        IReadOnlyList<NodeView> nodes = _feed.Tree(state.Clients[0].Client)!.Nodes;
        nodes.Should().HaveCount(ConversationTree.MaxLeaves * ConversationTree.MaxDepth);
        nodes.Should().NotContain(static node => node.Segment == "s:4", "the oldest five branches are gone");
        nodes[ConversationTree.MaxDepth - 1].Beyond.Should().Be(1_001 - ConversationTree.MaxDepth);
    }

    [TestMethod]
    public void The_history_holds_five_minutes_and_no_more()
    {
        Publish("u:1");
        _time.Advance(TimeSpan.FromMinutes(4));
        Publish("u:1", "session");
        Publish("u:1", "conversation");
        _feed.Watch()!.State.History.Should().HaveCount(2);
        _feed.Watch()!.State.History[^1].Should().BeEquivalentTo(new { Sessions = 1, Conversations = 1, Others = 0 });

        _time.Advance(TimeSpan.FromMinutes(1));
        _feed.Watch()!.State.History.Should().ContainSingle();
        _time.Advance(TimeSpan.FromHours(1));
        _feed.Watch()!.State.History.Should().BeEmpty();
    }

    [TestMethod]
    public void The_totals_always_sum_up_and_a_tree_is_a_tree() =>
        Gen.Select(
            Gen.Int[0, 2].Select(static i => ((string[])["session", "conversation", "new"])[i]),
            Gen.Int[0, 2].Select(static i => ((string[])["one", "two", string.Empty])[i]),
            Gen.Int[0, 3].Array[0, 6],
            Gen.Int[1, 3]).List[1, 200].Sample(
            programme =>
            {
                var feed = new LiveFeed(_time);
                foreach ((string foundBy, string account, int[] path, int client) in programme)
                {
                    feed.Publish(Decision(string.Join('-', path.Select(static (step, depth) => $"{(depth % 2 == 0 ? 'u' : 'a')}:{step}")), foundBy, account, $"client-{client}", "m"));
                }

                FeedState state = feed.Watch()!.State;
                Totals totals = state.Totals;
                bool sums = totals.Requests == programme.Count && totals.Requests == totals.Returned + totals.New + totals.Moved + totals.Unanswered;
                return sums && state.Clients.All(client =>
                {
                    IReadOnlyList<NodeView> nodes = feed.Tree(client.Client)!.Nodes;
                    return nodes.Select(static (node, i) => node.Parent < i).All(static holds => holds)
                        && nodes.Select(static node => (node.Parent, node.Segment)).Distinct().Count() == nodes.Count
                        && nodes.Select((node, i) => node.Requests >= nodes.Where(child => child.Parent == i).Sum(static child => child.Requests)).All(static holds => holds);
                });
            },
            iter: 200);

    private LiveDecision Publish(string chain, string foundBy = "new", string account = "one", string client = "client-1", string model = "m")
    {
        _feed.Publish(Decision(chain, foundBy, account, client, model));
        using Subscription look = _feed.Watch(_feed.Sequence - 1)!;
        return look.Missed!.Single();
    }

    private Decision Decision(string chain, string foundBy, string account, string client, string model) => new(
        ++_number, _time.GetUtcNow(), client, "anthropic", model, foundBy, 0, chain.Split('-', StringSplitOptions.RemoveEmptyEntries), account, [], 200, false, 10);
}
