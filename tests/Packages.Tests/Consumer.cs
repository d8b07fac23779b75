namespace EmbeddedCache.Packages.Tests;

/// <summary>A project outside the repository that knows the packages of this run.</summary>
internal sealed class Consumer : IDisposable
{
    // The packages of this run come from the folder, and go into a cache of their own; what they stand on is taken from the machine's.
    private const string Sources = """
        <configuration>
          <config><add key="globalPackagesFolder" value="cache" /></config>
          <packageSources><add key="local" value="{0}" /></packageSources>
          <fallbackPackageFolders><add key="machine" value="{1}" /></fallbackPackageFolders>
        </configuration>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("embeddedcache-consumer-").FullName;

    private Consumer()
    {
    }

    public static async Task<Consumer> CreateAsync(IReadOnlyDictionary<string, string> files)
    {
        var consumer = new Consumer();
        foreach ((string name, string text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(consumer._folder, name), text);
        }

        string cache = await Tool.RunAsync(Repository.Root, "dotnet", "nuget", "locals", "global-packages", "--list");
        await File.WriteAllTextAsync(
            Path.Combine(consumer._folder, "nuget.config"),
            Sources
                .Replace("{0}", await Packed.FolderAsync(), StringComparison.Ordinal)
                .Replace("{1}", cache[(cache.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), StringComparison.Ordinal));
        return consumer;
    }

    /// <summary>Runs <c>dotnet</c> in the project's folder, and gives what it wrote.</summary>
    public Task<string> RunAsync(params string[] arguments) => Tool.RunAsync(_folder, "dotnet", arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
