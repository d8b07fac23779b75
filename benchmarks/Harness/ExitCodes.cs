namespace EmbeddedCache.Benchmarks;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A budget is broken, or an answer was wrong.</summary>
    public const int Broken = 1;

    /// <summary>An argument or a file is not what it should be.</summary>
    public const int BadInput = 2;
}
