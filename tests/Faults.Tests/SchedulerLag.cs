using System.Diagnostics;

namespace EmbeddedCache.Faults.Tests;

/// <summary>How late the machine itself is: the longest delay of a timer of 20 ms. A call can't be more punctual than that.</summary>
internal sealed class SchedulerLag : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _measuring;

    public SchedulerLag() => _measuring = Task.Run(MeasureAsync);

    public TimeSpan Longest { get; private set; }

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
            TimeSpan late = Stopwatch.GetElapsedTime(started) - Tick;
            Longest = late > Longest ? late : Longest;
        }
    }
}
