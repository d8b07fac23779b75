namespace QuickStart;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The store answered other than the recording says.</summary>
    public const int Mismatch = 1;

    /// <summary>A file or an argument is not what it should be.</summary>
    public const int BadInput = 2;

    /// <summary>The store cannot be reached, or fails.</summary>
    public const int StoreFailed = 3;
}
