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
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="EmbeddedCache.Store.InMemory" Version="{0}" />
          </ItemGroup>
        </Project>
        """;

    [TestMethod]
    public async Task The_first_program_of_the_documentation_runs_from_the_packages_and_prints_what_the_page_says()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "getting-started.md"));
        using Consumer consumer = await Consumer.CreateAsync(new Dictionary<string, string>
        {
            ["Demo.csproj"] = Project.Replace("{0}", Packed.Version, StringComparison.Ordinal),
            ["Program.cs"] = FirstBlock().Match(page).Groups["code"].Value,
        });

        string output = await consumer.RunAsync("run");

        string promised = Promise().Match(page).Groups["line"].Value;
        output.Trim().Should().Be(promised).And.Be("account 42, session a1b2, 14 characters known");
    }

    [GeneratedRegex("A test builds and runs this block.*?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex FirstBlock();

    [GeneratedRegex(@"prints\s+`(?<line>[^`]+)`")]
    private static partial Regex Promise();
}
