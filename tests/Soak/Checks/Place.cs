using EmbeddedCache.Soak.Load;

namespace EmbeddedCache.Soak.Checks;

/// <summary>
/// What may stand in one place that has one writer, who writes ever larger numbers there: the one acknowledged last, and those whose
/// write failed, as the server may have carried them out, and may do so later still.
/// </summary>
/// <param name="timeToLive">How long an entry lives; always the same in one place.</param>
/// <param name="lateBy">How much later than it was sent a write can arrive at most, through all faults.</param>
/// <param name="answersLate">Whether an acknowledged write can be late as well: it was acknowledged by this process, for the server.</param>
internal sealed class Place(TimeSpan timeToLive, TimeSpan lateBy, bool answersLate)
{
    /// <summary>In place of a number: there is no entry.</summary>
    public const long Nothing = 0;

    // Servers count whole milliseconds, by a clock that they read once per command.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(3);

    private readonly List<(long Value, long Failed, long GoneFrom)> _doubts = [];
    private long _tried;
    private long _value;
    private int _epoch = -1;
    private long _thereUntil;
    private long _goneFrom;

    /// <summary>The largest number that anybody may find here. Other workers read it too.</summary>
    public long Tried => Volatile.Read(ref _tried);

    public TimeSpan TimeToLive => timeToLive;

    /// <summary>The next number to write.</summary>
    public long Next()
    {
        Volatile.Write(ref _tried, _tried + 1);
        return _tried;
    }

    /// <summary>A number was written, or <see cref="Nothing"/>: the entry deleted.</summary>
    public void Written(long value, in Call call)
    {
        if (call.Failed)
        {
            _doubts.Add((value, call.End, call.End.After(lateBy + timeToLive)));
            return;
        }

        // Those that failed long before have arrived or never will, so this write is behind them.
        long start = call.Start;
        _doubts.RemoveAll(doubt => doubt.Failed.After(lateBy) < start);
        (_value, _epoch) = (value, call.EpochBefore);
        (_thereUntil, _goneFrom) = (call.Start.After(timeToLive - Rounding), LatestEnd(call));
    }

    /// <summary>The life of what is there was renewed, or may have been when the call failed.</summary>
    public void Renewed(in Call call)
    {
        // A renewal that the server was to be told of does not bring back what has expired there meanwhile.
        _thereUntil = call.Failed || answersLate ? _thereUntil : call.Start.After(timeToLive - Rounding);
        _goneFrom = call.Failed ? call.End.After(lateBy + timeToLive) : Math.Max(_goneFrom, LatestEnd(call));
        for (int i = 0; i < _doubts.Count; i++)
        {
            _doubts[i] = _doubts[i] with { GoneFrom = Math.Max(_doubts[i].GoneFrom, _goneFrom) };
        }
    }

    /// <summary>Whether a read may have this answer.</summary>
    /// <param name="value">The number; <see cref="Nothing"/> for no entry.</param>
    /// <param name="call">The read, which did not fail.</param>
    /// <param name="epoch">How often the server had lost its data behind it.</param>
    public bool Allows(long value, in Call call, int epoch)
    {
        long start = call.Start;
        return value == Nothing
            ? _value == Nothing || _epoch != epoch || call.End >= _thereUntil || IsDoubtful(Nothing, start)
            : (value == _value && start <= _goneFrom) || IsDoubtful(value, start);
    }

    /// <summary>Whether a number was written before the one that was acknowledged last.</summary>
    public bool IsLate(long value) => value != Nothing && value < _value;

    public override string ToString() =>
        $"acknowledged {_value}{(_doubts.Count == 0 ? string.Empty : $", doubtful {string.Join(", ", _doubts.Select(static doubt => doubt.Value))}")}, tried {Tried}";

    private bool IsDoubtful(long value, long start) => _doubts.Exists(doubt => doubt.Value == value && (value == Nothing || start <= doubt.GoneFrom));

    private long LatestEnd(in Call call) => call.End.After(timeToLive + Rounding + (answersLate ? lateBy : TimeSpan.Zero));
}
