using System.Text;
using System.Text.RegularExpressions;

namespace EmbeddedCache.Packages.Tests;

/// <summary>The pages say nothing that isn't there: their links lead somewhere, and their code compiles against the packages.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NoWarn>CS1998;CS8321;CS0649;CS0169;CS0219</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="EmbeddedCache.Store.InMemory" Version="{0}" />
            <PackageReference Include="EmbeddedCache.Store.Redis" Version="{0}" />
            <PackageReference Include="EmbeddedCache.Conformance" Version="{0}" />
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="{1}" />
            <PackageReference Include="Microsoft.Extensions.TimeProvider.Testing" Version="{2}" />
            <PackageReference Include="MSTest.TestFramework" Version="{3}" />
          </ItemGroup>
        </Project>
        """;

    // What the snippets take for granted.
    private const string Given = """
        global using EmbeddedCache;
        global using EmbeddedCache.Conformance;
        global using EmbeddedCache.Conformance.Tests;
        global using EmbeddedCache.Stores;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Time.Testing;
        global using Microsoft.VisualStudio.TestTools.UnitTesting;

        public abstract class Given
        {
            protected static readonly byte[] body = [], nextBody = [];
            protected static readonly long userId, apiKeyId;
            protected static readonly string ip = "", userAgent = "", model = "", sessionId = "", sessionHash = "";
            protected static readonly Dictionary<string, string?> headers = [];
            protected static readonly ConversationScope scope;
            protected static readonly IServiceCollection services = new ServiceCollection();
            protected static readonly IConfiguration configuration = null!;
            protected static readonly HostApplicationBuilder builder = null!;
        }
        """;

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(static folder => Path.Combine(folder, "README.md")))
            .Append(Path.Combine(Repository.Root, "tests", "Conformance", "README.md"));

    [TestMethod]
    public void Every_link_to_a_file_leads_to_one()
    {
        var broken = new List<string>();
        int seen = 0;
        foreach (string page in Pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                string target = link.Groups["target"].Value.Split('#')[0];
                if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
                {
                    seen++;
                    string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target));
                    if (!File.Exists(path) && !Directory.Exists(path))
                    {
                        broken.Add($"{Path.GetRelativePath(Repository.Root, page)}: {target}");
                    }
                }
            }
        }

        broken.Should().BeEmpty();
        seen.Should().BeGreaterThan(10);
    }

    [TestMethod]
    public async Task Every_piece_of_code_compiles_against_the_packages()
    {
        string toy = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Conformance.Tests", "ToyStore.cs"));
        string versions = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var files = new Dictionary<string, string>
        {
            ["Docs.csproj"] = Project
                .Replace("{0}", Packed.Version, StringComparison.Ordinal)
                .Replace("{1}", VersionOf(versions, "Microsoft.Extensions.Hosting"), StringComparison.Ordinal)
                .Replace("{2}", VersionOf(versions, "Microsoft.Extensions.TimeProvider.Testing"), StringComparison.Ordinal)
                .Replace("{3}", VersionOf(versions, "MSTest.TestFramework"), StringComparison.Ordinal),
            ["Given.cs"] = Given,
            ["MyStore.cs"] = toy.Replace("ToyStore", "MyStore", StringComparison.Ordinal).Replace("ICacheStore\n{", "ICacheStore\n{\n    public MyStore() : this(TimeProvider.System)\n    {\n    }\n", StringComparison.Ordinal),
        };

        // The conformance kit's page has a test of its own.
        foreach (string page in Pages.Where(static page => !page.Contains("Conformance", StringComparison.Ordinal)))
        {
            foreach (Match block in Code().Matches(await File.ReadAllTextAsync(page)))
            {
                string name = $"Snippet{files.Count}";
                files[$"{name}.cs"] = Wrap(name, Path.GetRelativePath(Repository.Root, page), block.Groups["code"].Value);
            }
        }

        files.Should().HaveCountGreaterThan(8);
        using Consumer consumer = await Consumer.CreateAsync(files);
        await consumer.RunAsync("build");
    }

    // A snippet is statements, or a whole type; its usings go to the top.
    private static string Wrap(string name, string page, string code)
    {
        var usings = new StringBuilder();
        var rest = new StringBuilder();
        foreach (string line in code.Split('\n'))
        {
            (Using().IsMatch(line) ? usings : rest).Append(line).Append('\n');
        }

        string inside = rest.ToString();
        return inside.Contains("class ", StringComparison.Ordinal)
            ? $"// {page}\n{usings}\nnamespace {name};\n{inside}"
            : $"// {page}\n{usings}\npublic class {name} : Given\n{{\n    public static async Task RunAsync()\n    {{\n{inside}\n    }}\n}}\n";
    }

    private static string VersionOf(string versions, string package) =>
        Regex.Match(versions, $"Include=\"{Regex.Escape(package)}\" Version=\"(?<version>[^\"]+)\"").Groups["version"].Value;

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^using [\w.]+;\s*$")]
    private static partial Regex Using();
}
