namespace EmbeddedCache.Packages.Tests;

/// <summary>
/// The libraries in a folder of their own and a git repository with an address, as somebody has them who just cloned it. What is
/// packed there does not disturb the build that this test came from.
/// </summary>
internal sealed class Checkout : IDisposable
{
    public const string Address = "https://github.com/embeddedcache/embeddedcache";

    private const string PackProject = """
        <Project>
          <ItemGroup>
            <Libraries Include="src/*/*.csproj;tests/Conformance/*.csproj" />
          </ItemGroup>
          <Target Name="Restore">
            <MSBuild Projects="@(Libraries)" Targets="Restore" />
          </Target>
          <Target Name="Pack">
            <MSBuild Projects="@(Libraries)" Targets="Pack" BuildInParallel="true" Properties="Configuration=Release;ContinuousIntegrationBuild=true;PackageOutputPath=$(Out);Version=$(PackageVersionOfTest)" />
          </Target>
        </Project>
        """;

    private Checkout(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Where <see cref="PackAsync"/> puts the packages.</summary>
    public string Packages => Path.Combine(Folder, "packages");

    public static async Task<Checkout> CreateAsync()
    {
        var checkout = new Checkout(Directory.CreateTempSubdirectory("embeddedcache-checkout-").FullName);
        foreach (string file in Directory.EnumerateFiles(Repository.Root).Where(static file => Path.GetFileName(file) is "global.json" or ".editorconfig" or "LICENSE" || Path.GetFileName(file).StartsWith("Directory.", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(checkout.Folder, Path.GetFileName(file)));
        }

        foreach (string folder in (string[])["src", "eng", Path.Combine("tests", "Conformance")])
        {
            Copy(new DirectoryInfo(Path.Combine(Repository.Root, folder)), Path.Combine(checkout.Folder, folder));
        }

        await File.WriteAllTextAsync(Path.Combine(checkout.Folder, "pack.proj"), PackProject);
        await File.WriteAllTextAsync(Path.Combine(checkout.Folder, ".gitignore"), "bin/\nobj/\npackages/\n");
        await Tool.RunAsync(checkout.Folder, "git", "init", "--quiet", "--initial-branch=main");
        await Tool.RunAsync(checkout.Folder, "git", "remote", "add", "origin", Address);
        await Tool.RunAsync(checkout.Folder, "git", "add", "--all");
        await Tool.RunAsync(checkout.Folder, "git", "commit", "--quiet", "--message=Everything");
        return checkout;
    }

    public Task<string> PackAsync(string version) =>
        Tool.RunAsync(Folder, "dotnet", "msbuild", "pack.proj", "-restore", "-target:Pack", "-verbosity:quiet", "-nologo", $"-property:Out={Packages}", $"-property:PackageVersionOfTest={version}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (DirectoryInfo folder in from.EnumerateDirectories().Where(static folder => folder.Name is not ("bin" or "obj")))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
