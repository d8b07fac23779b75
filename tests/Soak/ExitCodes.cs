namespace EmbeddedCache.Soak;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Something that is promised did not hold.</summary>
    public const int Broken = 1;

    /// <summary>An argument is not what it should be.</summary>
    public const int BadInput = 2;
}
