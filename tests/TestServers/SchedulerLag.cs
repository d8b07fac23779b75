using System.Collections.Concurrent;
using System.Diagnostics;

namespace EmbeddedCache.TestServers;

/// <summary>How late the machine itself is: the longest delay of a timer of 20 ms. A call can't be more punctual than that.</summary>
public sealed class SchedulerLag : IAsyncDisposable
{
    private const int KeptTicks = 3_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(long Started, long Ended)> _ticks = [];
    private readonly Task _measuring;

    public SchedulerLag() => _measuring = Task.Run(MeasureAsync);

    public TimeSpan Longest { get; private set; }

    /// <summary>The longest between two timestamps of the last minute.</summary>
    public TimeSpan LongestBetween(long start, long end) =>
        _ticks.Where(tick => tick.Ended >= start && tick.Started <= end)
            .Select(static tick => Stopwatch.GetElapsedTime(tick.Started, tick.Ended) - Tick)
            .DefaultIfEmpty()
            .Max();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _measuring;
        _stopping.Dispose();
    }

    private async Task MeasureAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            long started = Stopwatch.GetTimestamp();
            await Task.Delay(Tick);
            long ended = Stopwatch.GetTimestamp();
            TimeSpan late = Stopwatch.GetElapsedTime(started, ended) - Tick;
            Longest = late > Longest ? late : Longest;
            _ticks.Enqueue((started, ended));
            if (_ticks.Count > KeptTicks)
            {
                _ticks.TryDequeue(out _);
            }
        }
    }
}
