using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Live.Conversations;
using Gateway.Live.Feed;

namespace Gateway.Live;

/// <summary>
/// The decisions of this process, for the pages that are open. It keeps a bounded memory of them: the latest <see cref="MaxRecent"/>, five minutes of
/// counts (<see cref="History"/>), and the latest conversations of the latest clients (<see cref="ClientTrees"/>).
/// </summary>
internal sealed class LiveFeed(TimeProvider time)
{
    /// <summary>How many decisions it keeps.</summary>
    public const int MaxRecent = 200;

    /// <summary>How many can watch at once: each costs a decision some microseconds.</summary>
    public const int MaxWatchers = 32;

    // Models come from callers, and may be long.
    private const int MaxModelLength = 80;

    private readonly Lock _gate = new();
    private readonly Queue<LiveDecision> _recent = new();
    private readonly History _history = new();
    private readonly ClientTrees _trees = new();
    private readonly HashSet<Subscription> _subscriptions = [];
    private Totals _totals;
    private long _sequence;

    /// <summary>Tells the feeds of two processes apart: a sequence number means nothing to another one.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The number of the last change.</summary>
    public long Sequence
    {
        get
        {
            lock (_gate)
            {
                return _sequence;
            }
        }
    }

    public bool IsWatched
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count > 0;
            }
        }
    }

    /// <summary>Sends a decision to all watchers. Never waits for one of them.</summary>
    public void Publish(Decision decision)
    {
        if (decision.Model.Length > MaxModelLength)
        {
            decision = decision with { Model = string.Concat(decision.Model.AsSpan(0, MaxModelLength - 1), "…") };
        }

        lock (_gate)
        {
            string? known = _trees.Add(decision);
            Outcome outcome = OutcomeOf(decision, known);
            _totals = _totals.With(outcome);
            _history.Add(decision.At, outcome);

            var live = new LiveDecision(++_sequence, decision, outcome == Outcome.Moved);
            _recent.Enqueue(live);
            if (_recent.Count > MaxRecent)
            {
                _recent.Dequeue();
            }

            Totals totals = _totals;
            Offer(new LiveEvent("decision", live.Sequence, new(() => JsonSerializer.Serialize(new DecisionMessage(live, totals), LiveJson.Default.DecisionMessage))));
        }
    }

    /// <summary>Sends all watchers something that needs no catching up.</summary>
    public void Tell(string type, string json)
    {
        lock (_gate)
        {
            Offer(new LiveEvent(type, null, new(json)));
        }
    }

    /// <summary>Forgets everything, for all watchers. The cache and the accounts know nothing of it.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _recent.Clear();
            _history.Clear();
            _trees.Clear();
            _totals = default;
            Offer(new LiveEvent("clear", ++_sequence, new("{}")));
        }
    }

    /// <summary>Begins to watch.</summary>
    /// <param name="after">The last that the watcher saw, when it was here before.</param>
    /// <returns>The subscription; null while <see cref="MaxWatchers"/> watch.</returns>
    public Subscription? Watch(long? after = null)
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= MaxWatchers)
            {
                return null;
            }

            var subscription = new Subscription(MissedSince(after), State(), Remove);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>The conversations of a client; null when none are kept.</summary>
    public TreeView? Tree(string client)
    {
        lock (_gate)
        {
            return _trees.TryGet(client, out ConversationTree? tree) ? new TreeView(tree.Client, tree.Api, tree.Model, tree.Requests, tree.Read()) : null;
        }
    }

    private static Outcome OutcomeOf(Decision decision, string? known) => decision switch
    {
        { Account: "" } or { Status: 499 } => Outcome.Unanswered,
        { FoundBy: "session" } => Outcome.Session,
        { FoundBy: "conversation" } => Outcome.Conversation,
        _ => known is not null && known != decision.Account ? Outcome.Moved : Outcome.New,
    };

    // Only when all of it is still there. A forgotten feed leaves a hole, which is not in the queue.
    private List<LiveDecision>? MissedSince(long? after)
    {
        if (after is not { } seen || seen > _sequence)
        {
            return null;
        }

        List<LiveDecision> missed = [.. _recent.Where(live => live.Sequence > seen)];
        return missed.Count == _sequence - seen ? missed : null;
    }

    private FeedState State() => new(
        _sequence,
        _totals,
        _history.Read(time.GetUtcNow()),
        [.. _trees.Latest.Select(static tree => new ClientSummary(tree.Client, tree.Api, tree.Model, tree.Requests))],
        [.. _recent]);

    private void Offer(LiveEvent item)
    {
        foreach (Subscription subscription in _subscriptions)
        {
            subscription.Offer(item);
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
