using System.Diagnostics;
using System.Reflection;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Benchmarks;

internal static class ReleaseBuild
{
    /// <exception cref="InputException">The code that would be measured is that of a Debug build.</exception>
    public static void Expect()
    {
        if (typeof(InMemoryCacheStore).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            throw new InputException("This is a Debug build, whose times say nothing. Build with -c Release.");
        }
    }
}
