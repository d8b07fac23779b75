using System.Collections.Concurrent;
using System.Diagnostics;
using EmbeddedCache.Soak.Load;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Checks;

/// <summary>Counts the calls on one store and how they failed, and keeps those that were late.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CacheStoreFailure, long> _failures = [];
    private readonly ConcurrentQueue<Suspicion> _suspicions = [];
    private long _calls;
    private long _lateWrites;

    public long Calls => Interlocked.Read(ref _calls);

    public long Failed { get; private set; }

    public TimeSpan Longest { get; private set; }

    public Operation LongestOperation { get; private set; }

    /// <summary>How often a write that had failed, or whose server had lost it, was found behind one that was acknowledged later.</summary>
    public long LateWrites => Interlocked.Read(ref _lateWrites);

    public string Faults
    {
        get
        {
            lock (_gate)
            {
                return _faults.Count == 0 ? "none" : string.Join(", ", _faults.Select(static fault => $"{fault.Value} {fault.Key}"));
            }
        }
    }

    public long FaultCount
    {
        get
        {
            lock (_gate)
            {
                return _faults.Values.Sum();
            }
        }
    }

    public string Failures
    {
        get
        {
            lock (_gate)
            {
                return _failures.Count == 0 ? "none" : string.Join(", ", _failures.Select(static kind => $"{kind.Value} {kind.Key}"));
            }
        }
    }

    public void Count(Operation operation, in Call call)
    {
        Interlocked.Increment(ref _calls);
        TimeSpan took = Stopwatch.GetElapsedTime(call.Start, call.End);
        if (!call.Failed && took <= Longest)
        {
            return;
        }

        lock (_gate)
        {
            if (took > Longest)
            {
                (Longest, LongestOperation) = (took, operation);
            }

            if (call.Failure is { } failure)
            {
                Failed++;
                _failures[failure.Kind] = _failures.GetValueOrDefault(failure.Kind) + 1;
            }
        }
    }

    public void CountFault(string name)
    {
        lock (_gate)
        {
            _faults[name] = _faults.GetValueOrDefault(name) + 1;
        }
    }

    public void CountLateWrite() => Interlocked.Increment(ref _lateWrites);

    /// <summary>Keeps what is wrong unless the machine itself was late meanwhile.</summary>
    public void Suspect(in Suspicion suspicion) => _suspicions.Enqueue(suspicion);

    public bool TryTakeSuspicion(out Suspicion suspicion) => _suspicions.TryDequeue(out suspicion);
}
