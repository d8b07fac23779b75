using System.Diagnostics;
using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Lanes;

/// <summary>One store under load, what is promised of it, and what came of it.</summary>
internal sealed class Lane(string name, ICacheStore store, LaneRules rules, SoakLog log)
{
    /// <summary>How long after the end of a fault everything works again: what is promised.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(2);

    private int _epoch;
    private volatile Tuple<string, long>? _lastFault;
    private long _calmFrom;

    public string Name => name;

    public ICacheStore Store => store;

    public LaneRules Rules => rules;

    public Tally Tally { get; } = new();

    /// <summary>How often the server has lost its data.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>The timestamp from which on nothing may fail.</summary>
    public long CalmFrom => Volatile.Read(ref _calmFrom);

    public void LosesData() => Interlocked.Increment(ref _epoch);

    public void FaultBegins(string fault)
    {
        Tally.CountFault(fault);
        _lastFault = Tuple.Create(fault, Stopwatch.GetTimestamp());
        Volatile.Write(ref _calmFrom, long.MaxValue);
    }

    public void FaultEnds(long now) => Volatile.Write(ref _calmFrom, now.After(Recovery));

    public void Violate(string what)
    {
        (string fault, long began) = _lastFault ?? Tuple.Create("nothing", Stopwatch.GetTimestamp());
        log.Violate($"{name}: {what}. {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s after the begin of {fault}, {(CalmFrom == long.MaxValue ? "which goes on" : "which is over")}");
    }
}
