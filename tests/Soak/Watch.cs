using System.Diagnostics;
using System.Globalization;
using System.Text;
using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Soak.Lanes;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Soak;

/// <summary>Looks at everything every second, says every few seconds how it is, and judges what needs some time to be judged.</summary>
internal sealed class Watch(IReadOnlyList<Lane> lanes, SoakLog log, TextWriter output) : IAsyncDisposable
{
    private const int SecondsPerLine = 5;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SchedulerLag _lag = new();
    private readonly MemoryWatch _memory = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    private long Calls => lanes.Sum(static lane => lane.Tally.Calls);

    public async Task RunAsync(TimeSpan duration, CancellationToken stopping)
    {
        for (int second = 1; !stopping.IsCancellationRequested; second++)
        {
            await Task.Delay(Second, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            JudgeSuspicions();
            if (second % SecondsPerLine == 0)
            {
                _memory.Look(Stopwatch.GetElapsedTime(_start) / duration, RemoteCalls());
                await output.WriteLineAsync(Line());
            }
        }
    }

    /// <summary>Judges what is left to be judged.</summary>
    public async Task EndAsync()
    {
        // The lag of the last moment is known only now.
        await Task.Delay(Second);
        JudgeSuspicions();
        foreach (string fault in _memory.Faults())
        {
            log.Violate(fault);
        }
    }

    public string Summary()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Store",-40} {"calls",12} {"longest ms",18} {"late writes",11}  faults; calls that failed");
        foreach (Lane lane in lanes)
        {
            Tally tally = lane.Tally;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{lane.Name,-40} {tally.Calls,12:N0} {$"{tally.Longest.TotalMilliseconds:F0} {tally.LongestOperation}",18} {tally.LateWrites,11:N0}  {tally.Faults}; {tally.Failures}");
        }

        text.Append(_memory).AppendLine().Append(CultureInfo.InvariantCulture, $"Timers of this machine were up to {_lag.Longest.TotalMilliseconds:F0} ms late.");
        return text.ToString();
    }

    public ValueTask DisposeAsync() => _lag.DisposeAsync();

    private long RemoteCalls() => lanes.Where(static lane => lane.Rules.IsRemote).Select(static lane => lane.Tally.Calls).DefaultIfEmpty(Calls).Min();

    private void JudgeSuspicions()
    {
        foreach (Lane lane in lanes)
        {
            while (lane.Tally.TryTakeSuspicion(out Suspicion suspicion))
            {
                TimeSpan lag = _lag.LongestBetween(suspicion.Start, suspicion.End);
                if (suspicion.IsConfirmed(lag))
                {
                    log.Violate($"{suspicion.What}; timers were up to {lag.TotalMilliseconds:F0} ms late meanwhile");
                }
            }
        }
    }

    private string Line()
    {
        Lane longest = lanes.Where(static lane => lane.Rules.IsRemote).DefaultIfEmpty(lanes[0]).MaxBy(static lane => lane.Tally.Longest)!;
        long failed = lanes.Sum(static lane => lane.Tally.Failed);
        string failures = string.Join("; ", lanes.Where(static lane => lane.Tally.Failed > 0).Select(static lane => lane.Tally.Failures));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(_start).TotalSeconds,4:F0} s {Calls,12:N0} calls {lanes.Sum(static lane => lane.Tally.FaultCount),4} faults {failed,6:N0} failed{(failed == 0 ? string.Empty : $" ({failures})")}, longest {longest.Tally.Longest.TotalMilliseconds:F0} ms, {_memory.Now}, {log.Violations} broken");
    }
}
