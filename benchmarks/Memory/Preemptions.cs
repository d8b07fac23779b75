using System.Runtime.InteropServices;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// How often the system took the processor from this thread for another one: what a wall clock shows and no cache can help. Known on
/// Linux; elsewhere always 0.
/// </summary>
internal static partial class Preemptions
{
    private const int OfCallingThread = 1;

    // struct rusage: sixteen and two 64-bit fields on 64-bit systems, the last of which counts involuntary context switches.
    private const int Fields = 18;

    public static unsafe long Count()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        long* usage = stackalloc long[Fields];
        return GetResourceUsage(OfCallingThread, usage) == 0 ? usage[Fields - 1] : 0;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int GetResourceUsage(int who, long* usage);
}
