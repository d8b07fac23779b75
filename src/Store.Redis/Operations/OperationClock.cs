using System.Runtime.CompilerServices;

namespace EmbeddedCache.Stores;

/// <summary>
/// Looks every now and then at all operations of a clock, and ends those that are late. One timer does for all of them, and an operation that
/// ends in time costs two writes, where a timer of its own costs 240 bytes and two visits to the runtime's timer queue.
/// </summary>
/// <remarks>
/// It knows the objects that operations are made of rather than the operations: a few, as they are used again. One that was not used
/// between two looks is forgotten, and comes back with its next use; when none is left the timer rests.
/// </remarks>
internal sealed class OperationClock
{
    /// <summary>How late an operation may end, apart from what the machine adds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private static readonly OperationClock System = new(TimeProvider.System);
    private static readonly ConditionalWeakTable<TimeProvider, OperationClock> Others = [];

    private readonly TimeProvider _timeProvider;
    private readonly Lock _gate = new();
    private readonly List<TimedOperation> _watched = [];
    private readonly ITimer _timer;

    private OperationClock(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;

        // What flows with the caller that happens to be the first is none of the timer's.
        bool isSuppressed = ExecutionContext.IsFlowSuppressed();
        AsyncFlowControl flow = isSuppressed ? default : ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(static clock => ((OperationClock)clock!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!isSuppressed)
        {
            flow.Undo();
        }
    }

    public static OperationClock For(TimeProvider timeProvider) =>
        timeProvider == TimeProvider.System ? System : Others.GetValue(timeProvider, static timeProvider => new OperationClock(timeProvider));

    /// <summary>Takes an operation in that waits.</summary>
    public void Watch(TimedOperation operation)
    {
        lock (_gate)
        {
            _watched.Add(operation);
            if (_watched.Count == 1)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Look()
    {
        List<TimedOperation>? late = null;
        lock (_gate)
        {
            long now = _timeProvider.GetTimestamp();
            int kept = 0;
            for (int i = 0; i < _watched.Count; i++)
            {
                TimedOperation operation = _watched[i];
                if (operation.TryEnd(now))
                {
                    (late ??= []).Add(operation);
                }

                if (!operation.TryUnwatch())
                {
                    _watched[kept++] = operation;
                }
            }

            _watched.RemoveRange(kept, _watched.Count - kept);
            if (kept > 0)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (TimedOperation operation in late ?? [])
        {
            operation.Expire();
        }
    }
}
