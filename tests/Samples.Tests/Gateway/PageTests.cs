using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What a person sees on the gateway's page, in a real browser.</summary>
[TestClass]
public sealed class PageTests
{
    private const string Session = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

    [AssemblyCleanup]
    public static Task CloseBrowserAsync() => PageBrowser.CloseAsync();

    [TestMethod]
    public async Task An_empty_page_says_what_to_do_and_the_browser_has_nothing_to_complain_about()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);

        await visit.ExpectTextAsync("#empty-title", "Nothing was asked yet");
        await Assertions.Expect(visit["#curl-1"]).ToContainTextAsync($"curl {gateway.Address}v1/messages");
        await visit.ExpectTextAsync("#store-text", "Store: in memory, healthy");
        await Assertions.Expect(visit["#accounts tr"]).ToHaveCountAsync(3);
        await Assertions.Expect(visit["#sample"]).ToBeVisibleAsync();
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_conversation_shows_up_live_with_how_much_of_it_was_known()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);

        string account = await gateway.TalkAsync("a-model", "Hello");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Rows.First).ToContainTextAsync("new");
        await Assertions.Expect(visit.Rows.First.Locator(".depth")).ToHaveTextAsync("0/1");

        await gateway.TalkAsync("a-model", "Hello", "Hi", "And now?");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Rows.First.Locator(".found")).ToContainTextAsync("conversation");
        await Assertions.Expect(visit.Rows.First.Locator(".depth")).ToHaveTextAsync("1/3");
        await Assertions.Expect(visit.Rows.First.Locator(".went")).ToHaveTextAsync(account);
        await Assertions.Expect(visit.Rows.First.Locator(".status")).ToHaveTextAsync("200");

        await gateway.TalkInSessionAsync("b-model", Session, "Hello");
        await gateway.TalkInSessionAsync("b-model", Session, "Hello", "Hi", "More");
        await Assertions.Expect(visit.Rows.First.Locator(".found")).ToContainTextAsync("session");

        await visit.ExpectTextAsync("#total-requests", "4");
        await visit.ExpectTextAsync("#total-returned", "2");
        await visit.ExpectTextAsync("#total-new", "2");
        await Assertions.Expect(visit["#empty"]).ToBeHiddenAsync();
        await Assertions.Expect(visit[$"#accounts tr[data-account='{account}']"]).ToContainTextAsync("a-model 2");
        await Assertions.Expect(visit["#summary"]).ToContainTextAsync("4 requests: 2 returned to their account, 2 new, 0 moved.");
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_fork_shares_its_stem_in_the_picture_and_in_the_text()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);

        await gateway.TalkAsync("a-model", "Hello", "Hi", "Left", "Yes", "Further left");
        await gateway.TalkAsync("a-model", "Hello", "Hi", "Right");

        // Two blocks in common, three to the left and one to the right.
        await Assertions.Expect(visit.Nodes).ToHaveCountAsync(6);
        await Assertions.Expect(visit["#tree [aria-label*='forks into 2']"]).ToHaveCountAsync(1);
        await Assertions.Expect(visit["#tree [aria-label*='forks into 2']"]).ToHaveAttributeAsync("aria-level", "2");
        await Assertions.Expect(visit["#tree .leaf"]).ToHaveCountAsync(2);

        await visit["summary"].ClickAsync();
        await Assertions.Expect(visit["#tree-text li"]).ToHaveCountAsync(2);
        await Assertions.Expect(visit["#tree-text li"].Last).ToContainTextAsync("the first 2 blocks shared");
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task Another_client_is_chosen_by_its_name_in_a_row()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await gateway.TalkAsync("a-model", "Hello", "Hi", "More");
        await gateway.TalkAsync("a-model", "Hello", "Hi", "More", "Yes", "Still more");
        await gateway.TalkChatAsync("b-model", "Good day");
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);

        await Assertions.Expect(visit.Nodes).ToHaveCountAsync(5);
        await visit.Rows.First.Locator("button").ClickAsync();

        await Assertions.Expect(visit.Nodes).ToHaveCountAsync(1);
        await Assertions.Expect(visit["#client option:checked"]).ToContainTextAsync("OpenAI Chat · b-model");
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task The_chart_moves_with_the_hit_rate()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);
        await visit.ExpectTextAsync("#hit-rate", "–");
        await Assertions.Expect(visit["#chart .part"]).ToHaveCountAsync(0);

        await gateway.TalkAsync("a-model", "Hello");
        await visit.ExpectTextAsync("#hit-rate", "0 %");
        await Assertions.Expect(visit["#chart .part.new"]).ToHaveCountAsync(1);

        foreach (string text in (string[])["One", "Two", "Three"])
        {
            await gateway.TalkAsync("a-model", "Hello", "Hi", text);
        }

        await visit.ExpectTextAsync("#hit-rate", "75 %");
        await Assertions.Expect(visit["#chart .part.conversation"]).Not.ToHaveCountAsync(0);
        await Assertions.Expect(visit["#chart svg"]).ToHaveAttributeAsync("aria-label", new Regex("0 found by session, 3 by conversation, 1 new"));
    }

    [TestMethod]
    public async Task An_account_that_failed_is_shown_cooling_down_and_its_conversation_moved()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);
        string first = await gateway.TalkAsync("a-model", "Hello");
        gateway.Fail(first);

        string second = await gateway.TalkAsync("a-model", "Hello", "Hi", "Are you there?");

        second.Should().NotBe(first);
        await Assertions.Expect(visit.Rows.First.Locator(".found")).ToContainTextAsync("moved");
        await Assertions.Expect(visit.Rows.First.Locator(".went")).ToContainTextAsync($"after {first} failed");
        await visit.ExpectTextAsync("#total-moved", "1");
        ILocator state = visit[$"#accounts tr[data-account='{first}'] .state"];
        await Assertions.Expect(state).ToHaveTextAsync(new Regex("^cooling down, [0-9]+ s$"));
        string before = await state.InnerTextAsync();
        await Assertions.Expect(state).Not.ToHaveTextAsync(before);
        await Assertions.Expect(visit[$"#accounts tr[data-account='{second}'] .state"]).ToHaveTextAsync("ready");
    }

    [TestMethod]
    public async Task The_sample_traffic_holds_conversations_with_forks_on_every_api()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);

        await visit["#sample-empty"].ClickAsync();
        await visit.ExpectTextAsync("#sample", "Stop sample traffic");
        await visit.ExpectTextAsync("#sample", "Send sample traffic");

        // Two of them bring the result of a tool.
        await visit.ExpectTextAsync("#total-requests", "29");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(29);
        foreach (string api in (string[])["Anthropic", "OpenAI Chat", "OpenAI Responses", "Gemini"])
        {
            await Assertions.Expect(visit.Rows.Filter(new() { HasText = api })).Not.ToHaveCountAsync(0);
        }

        await Assertions.Expect(visit.Rows.Filter(new() { HasText = "session" })).Not.ToHaveCountAsync(0);
        await visit["#client"].SelectOptionAsync(await visit["#client option"].Filter(new() { HasText = "sample-sonnet" }).GetAttributeAsync("value") ?? string.Empty);
        await Assertions.Expect(visit["#tree .leaf"]).ToHaveCountAsync(4);
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task Sample_traffic_is_not_offered_where_callers_need_a_key()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Callers:0:Id"] = "1",
            ["Gateway:Callers:0:Name"] = "somebody",
            ["Gateway:Callers:0:Key"] = "a-key-of-somebody-else",
        });
        await using PageVisit visit = await PageVisit.OpenAsync(gateway, key: "a-key-of-somebody-else");

        await Assertions.Expect(visit["#locked"]).ToBeHiddenAsync();
        await Assertions.Expect(visit["#curl-1"]).ToContainTextAsync("x-api-key: YOUR_KEY");
        await Assertions.Expect(visit["#sample"]).ToBeHiddenAsync();
        await Assertions.Expect(visit["#sample-empty"]).ToBeHiddenAsync();
        (await visit.Page.ContentAsync()).Should().NotContain("a-key-of-somebody-else");
    }

    [TestMethod]
    public async Task A_wrong_key_opens_nothing_and_says_so()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Callers:0:Id"] = "1",
            ["Gateway:Callers:0:Name"] = "somebody",
            ["Gateway:Callers:0:Key"] = "a-key-of-somebody-else",
        });
        await using PageVisit visit = await PageVisit.OpenAsync(gateway, key: "a-key-that-is-none-at-all", link: "connecting");

        await visit.ExpectTextAsync("#locked-error", "That key is not known.");
        await Assertions.Expect(visit["#locked"]).ToBeVisibleAsync();
        await Assertions.Expect(visit["#empty"]).ToBeHiddenAsync();
    }

    [TestMethod]
    public async Task A_stream_that_was_cut_comes_back_with_what_was_missed_and_nothing_twice()
    {
        var cut = new PageStreamCut();
        await using GatewayHost gateway = await GatewayHost.StartAsync(configure: builder => builder.Services.AddSingleton<IStartupFilter>(cut));
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);
        await gateway.TalkAsync("a-model", "One");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(1);

        cut.Now();
        await gateway.TalkAsync("a-model", "Two");
        await gateway.TalkAsync("a-model", "Three");

        await Assertions.Expect(visit.Rows).ToHaveCountAsync(3);
        await visit.ExpectTextAsync("#total-requests", "3");
        await visit.ExpectLinkAsync("live");
        cut.LastEventIds.Should().HaveCount(2).And.HaveElementAt(0, null);
        cut.LastEventIds[1].Should().EndWith(".1", "the browser says what it saw last");
        await gateway.TalkAsync("a-model", "Four");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(4);
    }

    [TestMethod]
    public async Task Pause_holds_the_page_still_and_resume_catches_up()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);
        await gateway.TalkAsync("a-model", "One");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(1);

        await visit["#pause"].ClickAsync();
        await visit.ExpectLinkAsync("paused");
        await gateway.TalkAsync("a-model", "Two");
        await visit.ExpectTextAsync("#total-requests", "1");
        await visit["#pause"].ClickAsync();

        await Assertions.Expect(visit.Rows).ToHaveCountAsync(2);
        await visit.ExpectTextAsync("#total-requests", "2");
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task Clear_all_empties_every_page_and_the_cache_still_knows()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);
        await using PageVisit other = await PageVisit.OpenAsync(gateway, ColorScheme.Dark);
        await gateway.TalkAsync("a-model", "One");
        await Assertions.Expect(other.Rows).ToHaveCountAsync(1);

        await visit["#clear"].ClickAsync();

        foreach (PageVisit page in (PageVisit[])[visit, other])
        {
            await Assertions.Expect(page.Rows).ToHaveCountAsync(0);
            await page.ExpectTextAsync("#total-requests", "0");
            await Assertions.Expect(page["#empty"]).ToBeVisibleAsync();
            await Assertions.Expect(page["#tree-panel"]).ToBeHiddenAsync();
        }

        await gateway.TalkAsync("a-model", "One", "Yes", "Two");
        await Assertions.Expect(visit.Rows.First.Locator(".depth")).ToHaveTextAsync("1/3");
        visit.Complaints.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_hostile_model_is_only_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)>";
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PageVisit visit = await PageVisit.OpenAsync(gateway);

        await gateway.TalkAsync(Hostile, "<b>Xylophone</b>");

        await Assertions.Expect(visit.Rows.First.Locator(".model")).ToHaveTextAsync(Hostile);
        await Assertions.Expect(visit["#client option"]).ToContainTextAsync("<img src=x");
        await Assertions.Expect(visit["#accounts .model"]).ToHaveTextAsync(Hostile);
        await Assertions.Expect(visit["main img"]).ToHaveCountAsync(0);
        (await visit.Page.ContentAsync()).Should().NotContain("Xylophone", "no text of a request is shown");
        visit.Complaints.Should().BeEmpty();
    }
}
