using EmbeddedCache.Soak.Load;

namespace EmbeddedCache.Soak.Checks;

/// <summary>What a counter may show that one worker increments: never less than before while the server keeps its data, and never more than was tried.</summary>
/// <param name="mayCountTwice">Whether an increment whose answer was lost may be repeated.</param>
internal sealed class Counter(bool mayCountTwice)
{
    private long _tried;
    private long _seen;
    private int _epoch;

    /// <summary>An increment begins.</summary>
    public void Try() => _tried += mayCountTwice ? 2 : 1;

    /// <summary>Whether an increment may have this answer, which is remembered.</summary>
    public bool AllowsIncrement(long value, in Call call, int epoch, bool forgets) => Allows(value, 1, call, epoch, forgets);

    /// <summary>Whether a read may have this answer, which is remembered.</summary>
    public bool AllowsRead(long value, in Call call, int epoch, bool forgets) => Allows(value, 0, call, epoch, forgets);

    public override string ToString() => $"seen {_seen}, at most {_tried}";

    private bool Allows(long value, int more, in Call call, int epoch, bool forgets)
    {
        // Between a loss of data and the call nothing is known.
        bool isComparable = !forgets && _epoch == epoch;
        bool allowed = value >= more && value <= _tried && (!isComparable || value >= _seen + more);
        if (allowed)
        {
            (_seen, _epoch) = (value, call.EpochBefore);
        }

        return allowed;
    }
}
