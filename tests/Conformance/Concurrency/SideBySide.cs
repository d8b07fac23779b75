namespace EmbeddedCache.Conformance;

/// <summary>Runs a few callers on threads of their own that are let go together.</summary>
internal static class SideBySide
{
    /// <summary>Runs callers 0 to <paramref name="count"/> - 1 and waits for all of them.</summary>
    public static async Task<T[]> RunAsync<T>(int count, Func<int, Task<T>> caller)
    {
        int awaited = count;

        // Not on the pool, which may run them one after the other: a store that answers at once would be done with one before the next
        // begins. They spin until the last is there, for the same reason.
        return await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Factory.StartNew(
            () =>
            {
                Interlocked.Decrement(ref awaited);
                var spin = new SpinWait();
                while (Volatile.Read(ref awaited) > 0)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                return caller(number);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
