namespace EmbeddedCache.Stores;

/// <summary>
/// Keeps operations between two uses, per thread and kind. Not a static field of the generic type itself: a thread's statics of generic types
/// are looked up by type at each access, which costs 10 ns.
/// </summary>
internal static class OperationPool
{
    // As many as one thread is likely to end before it begins others.
    private const int MostPooled = 32;

    [ThreadStatic]
    private static TimedOperation?[]? _pools;

    private static int _kinds;

    public static int NewKind() => Interlocked.Increment(ref _kinds) - 1;

    /// <summary>An operation that a clock looks after; null when there is none.</summary>
    public static TimedOperation? TryRent(int kind, OperationClock clock)
    {
        TimedOperation?[]? pools = _pools;
        if (pools is null || kind >= pools.Length || pools[kind] is not { } operation)
        {
            return null;
        }

        // Those of another clock, of which a process has one unless it tests something, make way.
        bool isOfThisClock = operation.Clock == clock;
        pools[kind] = isOfThisClock ? operation.Next : null;
        operation.Next = null;
        return isOfThisClock ? operation : null;
    }

    public static void Return(int kind, TimedOperation operation)
    {
        TimedOperation?[] pools = _pools ?? [];
        if (kind >= pools.Length)
        {
            Array.Resize(ref pools, Volatile.Read(ref _kinds));
            _pools = pools;
        }

        TimedOperation? next = pools[kind];
        int depth = next is null ? 1 : next.Depth + 1;
        if (depth <= MostPooled)
        {
            operation.Depth = depth;
            operation.Next = next;
            pools[kind] = operation;
        }
    }
}
