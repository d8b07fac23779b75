using System.Text;

namespace EmbeddedCache.Packages.Tests;

/// <summary>What <c>dotnet pack</c> makes.</summary>
[TestClass]
public sealed class PackageTests
{
    public static IEnumerable<object[]> Ids => Packed.Ids.Select(static id => new object[] { id });

    [TestMethod]
    public async Task There_are_four_packages_each_with_its_symbols()
    {
        string folder = await Packed.FolderAsync();

        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo(
            Packed.Ids.SelectMany(static id => new[] { $"{id}.{Packed.Version}.nupkg", $"{id}.{Packed.Version}.snupkg" }));
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public async Task A_package_says_what_it_is_and_under_which_licence(string id)
    {
        Package package = await OpenAsync(id);

        package.Value("description").Should().NotBeNullOrWhiteSpace().And.NotBe("Package Description");
        package.Value("license").Should().Be("MIT");
        package.Value("tags").Should().Contain("llm");
        package.Value("readme").Should().Be("README.md");
        Encoding.UTF8.GetString(package.Files["README.md"]).Should().StartWith($"# {id}");
        package.Value("icon").Should().Be("icon.png");
        package.Files["icon.png"].Take(8).Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A);
        package.Element("repository")!.Attribute("url")!.Value.Should().Be(Checkout.Address);
        package.Element("repository")!.Attribute("commit")!.Value.Should().MatchRegex("^[0-9a-f]{40}$");
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public async Task A_package_documents_its_types(string id) =>
        (await OpenAsync(id)).Documentation.Should().Contain("<member name=\"T:EmbeddedCache").And.Contain("<summary>");

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public async Task Symbols_hold_the_sources_and_say_where_they_came_from(string id)
    {
        Package package = await OpenAsync(id);

        package.SourceLink().Should().Contain("https://raw.githubusercontent.com/embeddedcache/embeddedcache/");
        package.SourcesNotEmbedded().Should().BeEmpty();
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public async Task The_same_sources_in_another_folder_make_the_same_bytes(string id)
    {
        Package first = await OpenAsync(id);
        var second = new Package(await Packed.SecondFolderAsync(), id, Packed.Version);

        second.Library.Should().Equal(first.Library);
        second.Symbols.Should().Equal(first.Symbols);
    }

    [TestMethod]
    public async Task A_store_brings_only_what_it_stands_on()
    {
        (await OpenAsync("EmbeddedCache.Abstractions")).Dependencies.Should().NotContain(static id => id.Contains("Redis") || id.Contains("Caching"));
        (await OpenAsync("EmbeddedCache.Store.InMemory")).Dependencies.Should().Contain("EmbeddedCache.Abstractions").And.NotContain(static id => id.Contains("Redis"));
        (await OpenAsync("EmbeddedCache.Store.Redis")).Dependencies.Should().Contain("EmbeddedCache.Abstractions").And.NotContain(static id => id.Contains("Caching"));
    }

    private static async Task<Package> OpenAsync(string id) => new(await Packed.FolderAsync(), id, Packed.Version);
}
