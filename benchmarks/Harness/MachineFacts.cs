using System.Runtime.InteropServices;

namespace EmbeddedCache.Benchmarks;

/// <summary>What a reader of the figures should know about where they come from.</summary>
/// <param name="Date">When, in UTC.</param>
/// <param name="Cores">How many the process may use.</param>
/// <param name="Runtime">For example <c>.NET 10.0.1</c>.</param>
/// <param name="System">The operating system and the processor's architecture.</param>
internal sealed record MachineFacts(DateTimeOffset Date, int Cores, string Runtime, string System)
{
    public static MachineFacts Now() => new(
        DateTimeOffset.UtcNow,
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
}
