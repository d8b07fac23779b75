using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The gateway's page for everybody: in both themes, on a phone, by keyboard.</summary>
[TestClass]
public sealed class PageAccessibilityTests
{
    private const int PhoneWidth = 360;

    [TestMethod]
    [DataRow(ColorScheme.Light, 1280)]
    [DataRow(ColorScheme.Dark, 1280)]
    [DataRow(ColorScheme.Light, PhoneWidth)]
    [DataRow(ColorScheme.Dark, PhoneWidth)]
    public async Task Axe_finds_nothing_wrong_empty_or_full(ColorScheme scheme, int width)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway, scheme, width, height: 800);
        await AssertNothingWrongAsync(visit);

        await FillAsync(gateway);
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(5);
        await Assertions.Expect(visit["#accounts .cooling"]).ToHaveCountAsync(1);
        await Assertions.Expect(visit["#tree .leaf"]).ToHaveCountAsync(2);
        await AssertNothingWrongAsync(visit);
    }

    [TestMethod]
    public async Task Nothing_scrolls_sideways_on_a_phone()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway, width: PhoneWidth, height: 740);
        (await visit.FitsAsync()).Should().BeTrue();

        await FillAsync(gateway);
        string[] longTalk = [.. Enumerable.Range(0, 41).Select(static i => $"Turn {i}")];
        await gateway.TalkAsync(string.Concat(Enumerable.Repeat("a-very-long-model", 20)), longTalk);
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(6);
        await visit.Rows.First.Locator("button").ClickAsync();
        await Assertions.Expect(visit.Nodes).ToHaveCountAsync(41);

        (await visit.FitsAsync()).Should().BeTrue();
    }

    [TestMethod]
    public async Task The_theme_follows_the_system_until_one_is_chosen_and_the_choice_stays()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway, ColorScheme.Dark);
        double dark = await BrightnessAsync(visit);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        double light = await BrightnessAsync(visit);
        dark.Should().BeLessThan(60);
        light.Should().BeGreaterThan(200);

        await visit["#theme"].ClickAsync();
        await visit["#theme"].ClickAsync();
        await visit.ExpectTextAsync("#theme", "Theme: dark");
        (await BrightnessAsync(visit)).Should().Be(dark);

        await visit.Page.ReloadAsync();
        await visit.ExpectTextAsync("#theme", "Theme: dark");
        (await BrightnessAsync(visit)).Should().Be(dark);
    }

    [TestMethod]
    public async Task Everything_can_be_done_by_keyboard_and_one_sees_where_one_is()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await FillAsync(gateway);
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);
        await Assertions.Expect(visit["#tree .leaf"]).ToHaveCountAsync(2);

        var reached = new List<string>();
        for (int i = 0; i < 14; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            reached.Add(await visit.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.getAttribute('role') || document.activeElement.tagName"));
            (await visit.Page.EvaluateAsync<bool>(
                """
                () => {
                  const ring = document.activeElement.querySelector('.ring');
                  const style = getComputedStyle(ring ?? document.activeElement);
                  return ring ? style.stroke !== 'rgba(0, 0, 0, 0)' : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                }
                """)).Should().BeTrue($"{reached[^1]} must show that it has the focus");
            if (reached[^1] == "treeitem")
            {
                break;
            }
        }

        reached[0].Should().Be("A", "one can skip to the decisions");
        reached.Should().ContainInOrder("sample", "pause", "clear", "theme", "client", "treeitem");

        // Along a conversation, and over to its fork.
        for (int i = 0; i < 2; i++)
        {
            await visit.Page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(visit["#tree-detail"]).ToContainTextAsync("Block 3: user");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(visit["#tree-detail"]).ToContainTextAsync("Block 2: assistant");
        await Assertions.Expect(visit["#tree-detail"]).ToContainTextAsync("forks into 2");

        await visit["#pause"].FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ExpectLinkAsync("paused");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.ExpectLinkAsync("live");
        await visit["#client"].FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        await visit.Page.Keyboard.PressAsync("Home");
        await visit["summary"].FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit["#tree-text li"].First).ToBeVisibleAsync();
        visit.Complaints.Should().BeEmpty();
    }

    // A fork, a tool's API, an account that cools down, and a conversation that moved.
    private static async Task FillAsync(GatewayHost gateway)
    {
        await gateway.TalkAsync("a-model", "Hello", "Hi", "Left");
        await gateway.TalkAsync("a-model", "Hello", "Hi", "Left", "Yes", "Further left");
        string account = await gateway.TalkAsync("a-model", "Hello", "Hi", "Right");
        await gateway.TalkChatAsync("b-model", "Good day");
        gateway.Fail(account);
        await gateway.TalkAsync("a-model", "Hello", "Hi", "Right", "Yes", "Further right");
    }

    private static async Task AssertNothingWrongAsync(PageVisit visit)
    {
        AxeResult result = await visit.Page.RunAxe();
        result.Violations.Select(static violation => $"{violation.Id}: {violation.Help}: {string.Join(" ", violation.Nodes.Select(static node => node.Html))}").Should().BeEmpty();
        result.Passes.Should().NotBeEmpty();
    }

    private static Task<double> BrightnessAsync(PageVisit visit) => visit.Page.EvaluateAsync<double>(
        "() => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3");
}
