using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EmbeddedCache.Benchmarks.Charts;

namespace EmbeddedCache.Benchmarks.Tests;

[TestClass]
public sealed partial class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly RatioReport Report = new(
        MachineFacts.Now(),
        Loose: false,
        [
            new RatioRow("sticky-get", "MemoryCache", 50, 40, "ns", Budget.TimeAtMost(1.25)),
            new RatioRow("sticky-get", "ConcurrentDictionary, limit", 50, 25, "ns", Budget.None),
            new RatioRow("find-start-200", "flat <MemoryCache> & co", 200, 200_000, "ns", Budget.TimeAtMost(0.001)),
            new RatioRow("fingerprint-code", "JsonNode.Parse", 1_800, 600, "MB/s", Budget.TimeAtLeast(3)),
            new RatioRow("redis-find-end-200", "the original", 30, 120, "us", Budget.TimeAtMost(0.33)),
            new RatioRow("redis-find-end-200 hashed", "the original", 15, 120, "us", Budget.TimeAtMost(0.18)),
        ]);

    [TestMethod]
    public async Task The_chart_is_well_formed_and_shows_each_peer_with_its_ratio()
    {
        XElement chart = await DrawAsync(Report);

        chart.Name.Should().Be(Svg + "svg");
        string[] texts = [.. chart.Descendants(Svg + "text").Select(static text => text.Value)];
        texts.Should().Contain("MemoryCache").And.Contain("40.0  (0.8x)").And.Contain("200,000  (1,000x)").And.Contain("600  (0.333x)");
        texts.Should().Contain("120  (4.00x)").And.Contain("15.0  (0.5x)", "the other layout stands beside the first");
        texts.Should().Contain("flat <MemoryCache> & co", "what is written into the file is escaped");
        texts.Should().ContainSingle(static text => text.Contains("longer is better"));
        texts.Should().ContainSingle(static text => text.Contains("logarithmic scale"));
    }

    [TestMethod]
    public async Task The_chart_has_colours_for_light_and_dark_and_needs_nothing_else()
    {
        XElement chart = await DrawAsync(Report);

        chart.Descendants(Svg + "style").Single().Value.Should().Contain("@media (prefers-color-scheme: dark)");
        ReferenceToElsewhere().IsMatch(chart.ToString().Replace(Svg.NamespaceName, string.Empty)).Should().BeFalse();
        chart.Descendants().Where(static element => element.Name.LocalName is "script" or "image" or "foreignObject").Should().BeEmpty();
    }

    [TestMethod]
    public async Task All_bars_and_texts_are_within_the_picture()
    {
        XElement chart = await DrawAsync(Report);
        double width = (double)chart.Attribute("width")!;
        double height = (double)chart.Attribute("height")!;

        XElement[] bars = [.. chart.Descendants(Svg + "rect").Where(static bar => (string)bar.Attribute("class")! != "ground")];
        bars.Should().HaveCount(10);
        bars.Should().OnlyContain(bar => (double)bar.Attribute("width")! >= 1 && (double)bar.Attribute("x")! + (double)bar.Attribute("width")! < width - 100);
        chart.Descendants(Svg + "text").Should().OnlyContain(text => (double)text.Attribute("y")! < height);
    }

    [TestMethod]
    public async Task A_run_without_the_main_rows_is_refused_by_name()
    {
        Func<Task> draw = () => DrawAsync(Report with { Rows = [new RatioRow("other", "peer", 1, 1, "ns", Budget.None)] });

        (await draw.Should().ThrowAsync<InputException>()).WithMessage("*sticky-get*");
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("nonsense")]
    public async Task A_file_that_is_no_run_is_refused(string text)
    {
        Func<Task> draw = () => DrawAsync(Encoding.UTF8.GetBytes(text));

        (await draw.Should().ThrowAsync<InputException>()).WithMessage("*ratios --json*");
    }

    private static async Task<XElement> DrawAsync(RatioReport report)
    {
        using var json = new MemoryStream();
        await report.WriteAsync(json, CancellationToken.None);
        return await DrawAsync(json.ToArray());
    }

    private static async Task<XElement> DrawAsync(byte[] json)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory();
        try
        {
            string from = Path.Combine(directory.FullName, "run.json");
            string to = Path.Combine(directory.FullName, "run.svg");
            await File.WriteAllBytesAsync(from, json);
            (await ChartCommand.RunAsync(new FileInfo(from), new FileInfo(to), CancellationToken.None)).Should().Be(0);
            return XElement.Load(to);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"href|url\(|@import|https?:")]
    private static partial Regex ReferenceToElsewhere();
}
