using System.Diagnostics;

namespace EmbeddedCache.Soak.Checks;

internal static class Moments
{
    /// <summary>The timestamp a while after another one.</summary>
    public static long After(this long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * Stopwatch.Frequency);
}
