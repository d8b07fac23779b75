namespace EmbeddedCache.Soak.Bounds;

/// <summary>What the process takes, in megabytes.</summary>
internal readonly record struct ProcessMemory(double Live, double WorkingSet)
{
    /// <param name="givesBack">Whether the collector first gives the system back what it keeps for later.</param>
    public static ProcessMemory Now(bool givesBack = false)
    {
        if (givesBack)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        // The working set first: a collection makes it smaller.
        double workingSet = Environment.WorkingSet / 1e6;
        return new(GC.GetTotalMemory(forceFullCollection: true) / 1e6, workingSet);
    }
}
