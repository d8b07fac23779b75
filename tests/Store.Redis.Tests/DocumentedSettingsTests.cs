using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace EmbeddedCache.Stores.Tests;

/// <summary>docs/configuration.md has every setting there is, with its default.</summary>
[TestClass]
public sealed partial class DocumentedSettingsTests
{
    // What only code can set, and what stands there twice.
    private static readonly string[] NotInAConfiguration = ["Redis:ConfigurationOptions", "Redis:ConnectionMultiplexer", "Redis:ConnectionMultiplexerFactory"];
    private static readonly Dictionary<string, string> NoOptions = new() { ["Store"] = "the only one added", ["KeyPrefix"] = "empty" };

    [TestMethod]
    public void Every_setting_is_documented_with_its_default()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"));
        var documented = Row().Matches(page).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["default"].Value);

        var settings = new Dictionary<string, string>(NoOptions);
        Add(settings, string.Empty, new GatewayCacheOptions());
        Add(settings, "InMemory:", new InMemoryStoreOptions());
        Add(settings, "Redis:", new RedisStoreOptions());
        Add(settings, "LocalFallback:", new LocalFallbackOptions());
        foreach (string name in NotInAConfiguration)
        {
            settings.Remove(name).Should().BeTrue();
        }

        documented.Should().BeEquivalentTo(settings);
    }

    private static void Add(Dictionary<string, string> settings, string section, object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            settings.Add(section + property.Name, property.GetValue(options) switch
            {
                null => "none; needed",
                string { Length: 0 } => "empty",
                bool flag => flag ? "true" : "false",
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                object value => value.ToString()!,
            });
        }
    }

    [GeneratedRegex(@"^\| `(?<name>[\w:]+)` \| [^|]+ \| (?<default>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
