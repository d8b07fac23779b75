namespace EmbeddedCache.Packages.Tests;

/// <summary>The packages of this repository, packed twice, in two folders, for all tests of this process.</summary>
[TestClass]
public static class Packed
{
    private static readonly Lazy<Task<(Checkout First, Checkout Second)>> Both = new(PackAsync);

    /// <summary>A version that no other run has, so that no cache of packages answers with an older build.</summary>
    internal static string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    internal static IReadOnlyList<string> Ids { get; } =
        ["EmbeddedCache.Abstractions", "EmbeddedCache.Conformance", "EmbeddedCache.Store.InMemory", "EmbeddedCache.Store.Redis"];

    internal static async Task<string> FolderAsync() => (await Both.Value).First.Packages;

    internal static async Task<string> SecondFolderAsync() => (await Both.Value).Second.Packages;

    [AssemblyCleanup]
    public static async Task Clean()
    {
        if (Both.IsValueCreated && Both.Value.IsCompletedSuccessfully)
        {
            (Checkout first, Checkout second) = await Both.Value;
            first.Dispose();
            second.Dispose();
        }
    }

    private static async Task<(Checkout First, Checkout Second)> PackAsync()
    {
        Checkout first = await Checkout.CreateAsync();
        Checkout second = await Checkout.CreateAsync();
        await first.PackAsync(Version);
        await second.PackAsync(Version);
        return (first, second);
    }
}
