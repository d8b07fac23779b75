using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EmbeddedCache.Benchmarks;

/// <summary>
/// What the system knows of the calling thread: how much of a processor it had, and how often that was taken from it for another one.
/// Both say what a wall clock hides on a machine that others use too. Known on 64-bit Linux; elsewhere time is that of the wall clock,
/// and nobody is interrupted.
/// </summary>
internal static partial class ThreadUsage
{
    private const int ThreadProcessorTime = 3;
    private const int CallingThread = 1;

    // struct rusage: eighteen 64-bit fields, the last of which counts involuntary context switches.
    private const int UsageFields = 18;

    private static readonly bool IsKnown = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>The processor's time of the calling thread.</summary>
    public static unsafe TimeSpan ProcessorTime()
    {
        // struct timespec: seconds and nanoseconds.
        long* time = stackalloc long[2];
        return IsKnown && GetTime(ThreadProcessorTime, time) == 0
            ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);
    }

    /// <summary>How often the calling thread was interrupted for another one.</summary>
    public static unsafe long Interruptions()
    {
        long* usage = stackalloc long[UsageFields];
        return IsKnown && GetResourceUsage(CallingThread, usage) == 0 ? usage[UsageFields - 1] : 0;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static unsafe partial int GetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int GetResourceUsage(int who, long* usage);
}
