using System.Text.RegularExpressions;

namespace EmbeddedCache.Packages.Tests;

/// <summary>Somebody who has only the packages and the page that says how to begin.</summary>
[TestClass]
public sealed partial class ConsumerTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="EmbeddedCache.Store.InMemory" Version="{0}" />
          </ItemGroup>
        </Project>
        """;

    // The packages of this run come from the folder, and go into a cache of their own; what they stand on is taken from the machine's.
    private const string Sources = """
        <configuration>
          <config><add key="globalPackagesFolder" value="cache" /></config>
          <packageSources><add key="local" value="{0}" /></packageSources>
          <fallbackPackageFolders><add key="machine" value="{1}" /></fallbackPackageFolders>
        </configuration>
        """;

    [TestMethod]
    public async Task The_first_program_of_the_documentation_runs_from_the_packages()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "getting-started.md"));
        string program = FirstBlock().Match(page).Groups["code"].Value;
        program.Should().Contain("new GatewayCache(");
        string folder = Directory.CreateTempSubdirectory("embeddedcache-consumer-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Demo.csproj"), Project.Replace("{0}", Packed.Version, StringComparison.Ordinal));
            await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "nuget.config"),
                Sources.Replace("{0}", await Packed.FolderAsync(), StringComparison.Ordinal).Replace("{1}", await MachineCacheAsync(), StringComparison.Ordinal));

            string output = await Tool.RunAsync(folder, "dotnet", "run", "-warnaserror");

            string promised = Regex.Match(page, @"prints\s+`(?<line>[^`]+)`").Groups["line"].Value;
            output.Trim().Should().Be(promised).And.Be("account 42, session a1b2, 15 characters known");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> MachineCacheAsync()
    {
        string answer = await Tool.RunAsync(Repository.Root, "dotnet", "nuget", "locals", "global-packages", "--list");
        return answer[(answer.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    [GeneratedRegex("A test builds and runs this block.*?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex FirstBlock();
}
