using System.Diagnostics;

namespace EmbeddedCache.Soak.Checks;

/// <summary>A call that took longer than it may, unless the machine was late meanwhile.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Allowed">How long it may take on a machine that is never late.</param>
internal readonly record struct Suspicion(string What, long Start, long End, TimeSpan Allowed)
{
    /// <param name="lag">How late the machine was meanwhile: once for the timer that ends the call, once for who waits for it.</param>
    public bool IsConfirmed(TimeSpan lag) => Stopwatch.GetElapsedTime(Start, End) > Allowed + (2 * lag);
}
