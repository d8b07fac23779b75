namespace EmbeddedCache.Abuse.Tests;

/// <summary>How much the tests that print figures do: a few minutes' worth with ABUSE_FIGURES=full, seconds' worth otherwise.</summary>
internal static class Figures
{
    public static bool AreFull { get; } = Environment.GetEnvironmentVariable("ABUSE_FIGURES") == "full";
}
