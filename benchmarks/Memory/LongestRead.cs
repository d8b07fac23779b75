using System.Diagnostics;
using System.Runtime;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>The longest that one of many reads takes while something else goes on: its waits for locks and for the garbage collector.</summary>
internal static class LongestRead
{
    private const long RoomToFill = 700_000_000;
    private const int WarmUpReads = 100_000;

    // Reads that take less need no second look.
    private static readonly long Suspicious = Stopwatch.Frequency / 50_000;

    /// <summary>
    /// Puts entries in, without collecting the garbage meanwhile: all of them stay, and would only be moved about. Collects it then.
    /// </summary>
    public static void Fill(Action fill)
    {
        bool paused = GC.TryStartNoGCRegion(RoomToFill);
        fill();
        if (paused && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        GC.Collect();
    }

    /// <param name="expire">Lets the entries expire, on another thread.</param>
    /// <param name="isOver">Whether all of them are taken out.</param>
    /// <param name="read">Reads another one, by the number of the read, and says whether the answer was right.</param>
    public static TimeSpan Measure(Action expire, Func<bool> isOver, Func<int, bool> read)
    {
        for (int turn = 0; turn < WarmUpReads; turn++)
        {
            Answer.Check(read(turn));
        }

        var expiry = Task.Run(async () =>
        {
            expire();
            while (!isOver())
            {
                await Task.Delay(10);
            }
        });

        long longest = 0;
        long interruptions = ThreadUsage.Interruptions();
        for (int turn = 0; !expiry.IsCompleted; turn = (turn + 1) & int.MaxValue)
        {
            long start = Stopwatch.GetTimestamp();
            bool right = read(turn);
            long time = Stopwatch.GetTimestamp() - start;
            Answer.Check(right);
            if (time > Suspicious)
            {
                // A read that another process interrupted says nothing.
                long before = interruptions;
                interruptions = ThreadUsage.Interruptions();
                longest = interruptions == before ? Math.Max(longest, time) : longest;
            }
        }

        expiry.GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(0, longest);
    }
}
