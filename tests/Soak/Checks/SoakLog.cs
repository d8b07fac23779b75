using System.Collections.Concurrent;

namespace EmbeddedCache.Soak.Checks;

/// <summary>What must not have happened, and did.</summary>
internal sealed class SoakLog(TextWriter output)
{
    private const int Shown = 20;
    private readonly ConcurrentQueue<string> _shown = [];
    private long _violations;

    public long Violations => Interlocked.Read(ref _violations);

    /// <summary>The first ones.</summary>
    public IReadOnlyCollection<string> First => _shown;

    public void Violate(string what)
    {
        if (Interlocked.Increment(ref _violations) <= Shown)
        {
            _shown.Enqueue(what);
            output.WriteLine($"BROKEN: {what}");
        }
    }
}
