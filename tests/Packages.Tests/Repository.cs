namespace EmbeddedCache.Packages.Tests;

/// <summary>The folder that this was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "EmbeddedCache.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No EmbeddedCache.sln above {AppContext.BaseDirectory}: run these tests from where they were built.");
    }
}
