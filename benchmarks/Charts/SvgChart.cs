using System.Globalization;
using System.Xml.Linq;

namespace EmbeddedCache.Benchmarks.Charts;

/// <summary>
/// Draws groups of horizontal bars as an SVG that needs nothing else: no font, no script. Its colours follow the reader's choice of
/// light or dark, and it paints its own ground, since the page around it may not.
/// </summary>
internal static class SvgChart
{
    private const int Width = 860;
    private const int Margin = 24;
    private const int LabelWidth = 280;
    private const int FigureWidth = 150;
    private const int BarHeight = 16;
    private const int BarStep = 22;
    private const int TitleHeight = 34;
    private const int GroupGap = 14;
    private const int HeaderHeight = 58;
    private const int FooterHeight = 48;

    private const string Style =
        """
        text { font: 12px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
        .head { font-size: 16px; font-weight: 600; }
        .title { font-size: 13px; font-weight: 600; }
        .quiet { fill: #59636e; }
        .ground { fill: #ffffff; stroke: #d1d9e0; }
        .ours { fill: #0969da; }
        .peer { fill: #afb8c1; }
        .limit { opacity: 0.5; }
        .own { font-weight: 600; }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc; }
          .quiet { fill: #9198a1; }
          .ground { fill: #0d1117; stroke: #3d444d; }
          .ours { fill: #4493f8; }
          .peer { fill: #545d68; }
        }
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XDocument Draw(IReadOnlyList<ChartGroup> groups, MachineFacts machine)
    {
        int height = HeaderHeight + FooterHeight + groups.Sum(HeightOf);
        const string Heading = "EmbeddedCache beside its peers";
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"),
            new XAttribute("width", Width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", Heading),
            new XElement(Svg + "desc", string.Join("; ", groups.Select(Describe))),
            new XElement(Svg + "style", Style),
            Rectangle("ground", 0.5, 0.5, Width - 1, height - 1, radius: 8),
            Text("head", Margin, 32, Heading),
            Text("quiet", Margin, 50, "All in one run, by interleaved rounds. Shorter is better unless it says otherwise."));
        int y = HeaderHeight;
        foreach (ChartGroup group in groups)
        {
            root.Add(Draw(group, y));
            y += HeightOf(group);
        }

        root.Add(Text("quiet", Margin, y + 18, "x: a figure divided by our first, median of the rounds."));
        root.Add(Text("quiet", Margin, y + 34, $"{machine.Date:yyyy-MM-dd}, {machine.Runtime}, {machine.Cores} cores, {machine.System}"));
        return new XDocument(root);
    }

    private static int HeightOf(ChartGroup group) => TitleHeight + (group.Bars.Count * BarStep) + GroupGap;

    private static IEnumerable<XElement> Draw(ChartGroup group, int y)
    {
        string note = string.Concat(
            group.Unit,
            group.MoreIsBetter ? ", longer is better" : string.Empty,
            group.IsLogarithmic ? ", logarithmic scale" : string.Empty);
        yield return new XElement(
            Svg + "text",
            new XAttribute("x", Margin),
            new XAttribute("y", y + 24),
            new XElement(Svg + "tspan", new XAttribute("class", "title"), group.Title),
            new XElement(Svg + "tspan", new XAttribute("class", "quiet"), $"  {note}"));
        y += TitleHeight;
        foreach (ChartBar bar in group.Bars)
        {
            double length = Math.Max(1, group.LengthOf(bar) * (Width - (2 * Margin) - LabelWidth - FigureWidth));
            int middle = y + BarHeight - 4;
            yield return Text(bar.IsOurs ? "own" : "quiet", Margin, middle, bar.Label);
            yield return Rectangle(bar.IsOurs ? "ours" : bar.IsLimit ? "peer limit" : "peer", Margin + LabelWidth, y, length, BarHeight, radius: 3);
            yield return Text(bar.IsOurs ? "own" : string.Empty, Margin + LabelWidth + length + 8, middle, FigureOf(bar, isFirst: bar == group.Bars[0]));
            y += BarStep;
        }
    }

    private static string FigureOf(ChartBar bar, bool isFirst) =>
        isFirst ? RatioTable.Figure(bar.Value) : $"{RatioTable.Figure(bar.Value)}  ({RatioTable.Figure(bar.BesideOurs)}x)";

    private static string Describe(ChartGroup group) =>
        $"{group.Title}: {string.Join(", ", group.Bars.Select(bar => $"{bar.Label} {RatioTable.Figure(bar.Value)} {group.Unit}"))}";

    private static XElement Text(string style, double x, double y, string text) =>
        new(Svg + "text", new XAttribute("class", style), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), text);

    private static XElement Rectangle(string style, double x, double y, double width, double height, double radius) => new(
        Svg + "rect",
        new XAttribute("class", style),
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        new XAttribute("rx", Number(radius)));

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
