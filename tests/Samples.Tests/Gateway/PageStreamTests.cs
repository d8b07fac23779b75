using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Gateway.Live;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What the gateway sends to its page.</summary>
[TestClass]
public sealed class PageStreamTests
{
    [TestMethod]
    [DataRow("/", "text/html")]
    [DataRow("/live/app.js", "text/javascript")]
    [DataRow("/live/base.css", "text/css")]
    [DataRow("/live/icon.svg", "image/svg+xml")]
    public async Task A_file_of_the_page_comes_under_a_strict_policy_and_once_only(string path, string type)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage answer = await gateway.Http.GetAsync(path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using HttpResponseMessage unchanged = await gateway.Http.SendAsync(again);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be(type);
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        unchanged.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [TestMethod]
    public async Task The_page_needs_nothing_from_elsewhere_and_runs_nothing_inline()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        string page = await gateway.Http.GetStringAsync("/");

        page.Should().NotContain("http://").And.NotContain("https://").And.NotContain("style=").And.NotMatchRegex(@"\son[a-z]+=").And.NotMatchRegex("<script>");
    }

    [TestMethod]
    [DataRow("/live/none.js")]
    [DataRow("/live/..%2fappsettings.json")]
    [DataRow("/live/trees/nobody")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage answer = await gateway.Http.GetAsync(path);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task Only_the_page_itself_can_clear_it()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage answer = await gateway.Http.PostAsync("/live/clear", null);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest, "another site cannot send the header that is missing");
    }

    [TestMethod]
    [DataRow("GET", "/live/events")]
    [DataRow("GET", "/live/trees/client")]
    [DataRow("POST", "/live/clear")]
    [DataRow("POST", "/live/access")]
    [DataRow("POST", "/simulation/simulated-1/outage")]
    public async Task What_the_page_shows_needs_a_key_where_callers_do_and_this_machines_own_name_elsewhere(string method, string path)
    {
        await using GatewayHost open = await GatewayHost.StartAsync();
        await using GatewayHost closed = await GatewayHost.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Callers:0:Id"] = "1",
            ["Gateway:Callers:0:Name"] = "somebody",
            ["Gateway:Callers:0:Key"] = "a-key-of-somebody-else",
        });

        (await StatusAsync(open, ("x-live-page", "1"))).Should().Match(status => status == HttpStatusCode.OK || status == HttpStatusCode.NoContent || status == HttpStatusCode.NotFound);
        (await StatusAsync(open, ("Host", "rebound.example.com"))).Should().Be(HttpStatusCode.Forbidden, "a name can be pointed here");
        (await StatusAsync(open, ("Origin", "https://example.com"))).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(closed, ("x-live-page", "1"))).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(closed, ("x-api-key", "wrong"), ("Cookie", "gateway-page=wrong"))).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(closed, ("x-api-key", "a-key-of-somebody-else"), ("x-live-page", "1"), ("Host", "gateway.example.com"))).Should().NotBe(HttpStatusCode.Unauthorized).And.NotBe(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> StatusAsync(GatewayHost gateway, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
            using HttpResponseMessage answer = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.StatusCode;
        }
    }

    [TestMethod]
    public async Task A_stream_more_than_there_may_be_is_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        var open = new List<HttpResponseMessage>();
        for (int i = 0; i < LiveFeed.MaxWatchers; i++)
        {
            open.Add(await gateway.Http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead));
        }

        using HttpResponseMessage more = await gateway.Http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);

        open.Should().OnlyContain(static answer => answer.StatusCode == HttpStatusCode.OK);
        more.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        open.ForEach(static answer => answer.Dispose());
    }

    [TestMethod]
    public async Task A_stream_begins_with_everything_and_goes_on_with_each_decision()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await gateway.TalkAsync("a-model", "One");
        await using PageStream stream = await PageStream.OpenAsync(gateway);

        SseItem<string> snapshot = await stream.NextAsync("snapshot");
        JsonNode state = JsonNode.Parse(snapshot.Data)!;
        state["state"]!["totals"]!["requests"]!.GetValue<int>().Should().Be(1);
        state["state"]!["recent"]!.AsArray().Should().ContainSingle();
        state["status"]!["store"]!["name"]!.GetValue<string>().Should().Be("in memory");
        state["status"]!["accounts"]!.AsArray().Should().HaveCount(3);

        await gateway.TalkAsync("a-model", "One", "Yes", "Two");
        JsonNode decision = JsonNode.Parse((await stream.NextAsync("decision")).Data)!;
        decision["live"]!["made"]!["foundBy"]!.GetValue<string>().Should().Be("conversation");
        decision["live"]!["made"]!["matchedSegments"]!.GetValue<int>().Should().Be(1);
        decision["totals"]!["returned"]!.GetValue<int>().Should().Be(1);
    }

    [TestMethod]
    public async Task Who_comes_back_gets_what_was_missed_and_who_comes_from_another_process_everything()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        string id;
        await using (PageStream stream = await PageStream.OpenAsync(gateway))
        {
            await stream.NextAsync("snapshot");
            await gateway.TalkAsync("a-model", "One");
            await stream.NextAsync("decision");
            id = stream.LastEventId!;
        }

        await gateway.TalkAsync("a-model", "Two");
        await using PageStream back = await PageStream.OpenAsync(gateway, id);
        JsonNode.Parse((await back.NextAsync()).Data)!["live"]!["sequence"]!.GetValue<long>().Should().Be(2);

        foreach (string strange in (string[])["0123456789ab.1", "nonsense", id[..id.IndexOf('.')] + ".99", id[..id.IndexOf('.')] + ".-1"])
        {
            await using PageStream other = await PageStream.OpenAsync(gateway, strange);
            (await other.NextAsync()).EventType.Should().Be("snapshot", strange);
        }
    }

    [TestMethod]
    public async Task A_quiet_stream_says_that_it_lives()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using GatewayHost gateway = await GatewayHost.StartAsync(time: time);
        await using PageStream stream = await PageStream.OpenAsync(gateway);
        await stream.NextAsync("snapshot");

        Task<SseItem<string>> heartbeat = stream.NextAsync("heartbeat");
        while (!heartbeat.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(heartbeat, Task.Delay(20));
        }

        DateTimeOffset.Parse(JsonNode.Parse((await heartbeat).Data)!["now"]!.GetValue<string>()).Should().BeCloseTo(time.GetUtcNow(), TimeSpan.FromSeconds(30));
    }
}
