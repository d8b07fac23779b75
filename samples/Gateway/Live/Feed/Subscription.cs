using System.Threading.Channels;

namespace Gateway.Live.Feed;

/// <summary>Somebody who watches. Whoever reads too slowly loses the oldest of what waits, and sees the gap in the sequence.</summary>
internal sealed class Subscription : IDisposable
{
    /// <summary>How many events wait for a slow watcher at most.</summary>
    public const int Capacity = 256;

    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Action<Subscription> _onDispose;

    public Subscription(IReadOnlyList<LiveDecision>? missed, FeedState state, Action<Subscription> onDispose)
    {
        Missed = missed;
        State = state;
        _onDispose = onDispose;
    }

    /// <summary>What the watcher missed since it last saw something; null when it has to start over from <see cref="State"/>.</summary>
    public IReadOnlyList<LiveDecision>? Missed { get; }

    /// <summary>How things stood when it began; all that came later is in <see cref="Events"/>.</summary>
    public FeedState State { get; }

    public ChannelReader<LiveEvent> Events => _events.Reader;

    // Never blocks: full means that the oldest goes.
    public void Offer(LiveEvent item) => _events.Writer.TryWrite(item);

    public void Dispose() => _onDispose(this);
}
