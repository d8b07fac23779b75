using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What reaches an account of a request, and a caller of an answer.</summary>
[TestClass]
public sealed class ForwardingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestMethod]
    [DataRow("anthropic", "x-api-key", "")]
    [DataRow("openai-chat", "Authorization", "Bearer ")]
    [DataRow("openai-responses", "Authorization", "Bearer ")]
    [DataRow("gemini", "x-goog-api-key", "")]
    public async Task The_body_goes_as_it_came_and_the_accounts_key_in_place_of_the_callers(string api, string header, string scheme)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only");
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream));

        // Spaces, escapes and the order of members are nothing to a parser, and everything to whoever signs or caches a body.
        string body = Requests.BodyOf(api, "H\\u00e9llo \\/ ☃").Replace(":", " :\t ", StringComparison.Ordinal) + "\n ";
        using HttpResponseMessage answer = await gateway.PostAsync(
            Requests.PathOf(api) + "?beta=true&key=callers-secret&x=%2F",
            body,
            ("x-api-key", "callers-secret"),
            ("Authorization", "Bearer callers-secret"),
            ("x-goog-api-key", "callers-secret"),
            ("Cookie", "callers-secret"),
            ("OpenAI-Organization", "callers-secret"),
            ("Connection", "x-of-this-connection"),
            ("x-of-this-connection", "callers-secret"),
            ("Proxy-Authorization", "callers-secret"),
            ("anthropic-version", "2023-06-01"),
            ("x-several", "one"),
            ("x-several", "two"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        FakeUpstream.Received received = upstream.Requests.Should().ContainSingle().Which;
        Encoding.UTF8.GetString(received.Body).Should().Be(body);
        received.Address.Should().StartWith(Requests.PathOf(api) + "?").And.Contain("beta=true").And.Contain("x=%2F").And.NotContain("key=");
        received.Headers[header].Should().Be(scheme + upstream.Key);
        received.Headers["anthropic-version"].Should().Be("2023-06-01");
        received.Headers["x-several"].Should().ContainAll("one", "two");
        received.Headers["Content-Type"].Should().Be("application/json; charset=utf-8");
        received.Headers["Host"].Should().Be(upstream.Address.Authority);
        string.Join('\n', received.Headers.Values).Should().NotContain("callers-secret");
    }

    [TestMethod]
    public async Task A_base_address_with_a_path_keeps_it()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only");
        Dictionary<string, string?> settings = FakeUpstream.SettingsOf(upstream);
        settings["Gateway:Accounts:0:BaseUrl"] = upstream.Address + "some/proxy/";
        await using GatewayHost gateway = await GatewayHost.StartAsync(settings);

        using HttpResponseMessage answer = await gateway.AskAsync("Hello");

        upstream.Requests.Should().ContainSingle().Which.Address.Should().Be("/some/proxy/v1/messages");
    }

    [TestMethod]
    public async Task The_answer_comes_with_its_status_and_headers_but_those_of_the_account()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only", static context =>
        {
            context.Response.Headers["request-id"] = "req_1";
            context.Response.Headers["anthropic-ratelimit-tokens-remaining"] = "7";
            context.Response.Headers["anthropic-organization-id"] = "an organization";
            context.Response.Headers.SetCookie = "session=1";
            context.Response.Headers.Connection = "x-of-this-connection";
            context.Response.Headers["x-of-this-connection"] = "1";
            context.Response.Headers["x-embeddedcache-account"] = "somebody else";
            return FakeUpstream.Write(context, StatusCodes.Status418ImATeapot, """{"short":"and stout"}""");
        });
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream));

        using HttpResponseMessage answer = await gateway.AskAsync("Hello");

        ((int)answer.StatusCode).Should().Be(418);
        (await answer.Content.ReadAsStringAsync()).Should().Be("""{"short":"and stout"}""");
        answer.Headers.GetValues("request-id").Should().Equal("req_1");
        answer.Headers.GetValues("anthropic-ratelimit-tokens-remaining").Should().Equal("7");
        answer.Headers.Should().NotContain(static header => header.Key == "Set-Cookie" || header.Key == "anthropic-organization-id" || header.Key == "x-of-this-connection" || header.Key == "Server");
        answer.AccountOf().Should().Be("only");
    }

    [TestMethod]
    public async Task Headers_in_any_script_pass_both_ways()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only", static context =>
        {
            context.Response.Headers["x-sender"] = Convert.ToHexString(Encoding.UTF8.GetBytes(context.Request.Headers["x-sender"].ToString()));
            return FakeUpstream.Write(context, StatusCodes.Status200OK, "{}");
        });
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream));
        using var caller = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }) { BaseAddress = gateway.Address };
        caller.DefaultRequestHeaders.TryAddWithoutValidation("x-sender", "Zoë ☃");

        using HttpResponseMessage answer = await caller.PostAsync("/v1/messages", new StringContent(Requests.BodyOf("anthropic", "Hello")));

        answer.StatusCode.Should().Be(HttpStatusCode.OK, "what a caller sends must not look like the account's failure");
        answer.Headers.GetValues("x-sender").Should().Equal(Convert.ToHexString("Zoë ☃"u8));
    }

    [TestMethod]
    public async Task Each_piece_of_a_stream_comes_when_it_is_sent()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync("data: first\n\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream));

        // Headers without a body yet, then a piece while the upstream has more to say.
        using HttpResponseMessage answer = await gateway.AskAsync("Hello").WaitAsync(Patience);
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        goOn.SetResult();
        byte[] piece = new byte[64];
        int read = await body.ReadAsync(piece).AsTask().WaitAsync(Patience);

        Encoding.UTF8.GetString(piece, 0, read).Should().Be("data: first\n\n");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_caller_who_goes_away_ends_the_request_to_the_account(bool isAnswering)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only", async context =>
        {
            using CancellationTokenRegistration registration = context.RequestAborted.Register(ended.SetResult);
            if (isAnswering)
            {
                await context.Response.WriteAsync("data: first\n\n");
            }

            asked.SetResult();
            await ended.Task;
        });
        await using FakeUpstream other = await FakeUpstream.StartAsync("other");
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream, other));

        using var caller = new HttpClient { BaseAddress = gateway.Address };
        using var hangUp = new CancellationTokenSource();
        Task<HttpResponseMessage> pending = caller.PostAsync("/v1/messages", new StringContent(Requests.BodyOf("anthropic", "Hello")), hangUp.Token);
        await asked.Task.WaitAsync(Patience);
        await hangUp.CancelAsync();

        await ended.Task.WaitAsync(Patience);
        await pending.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        other.Requests.Should().BeEmpty("nobody waits for another account's answer");
    }

    [TestMethod]
    public async Task An_answer_that_breaks_off_breaks_off_for_the_caller_too()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only", async context =>
        {
            await context.Response.WriteAsync("data: first\n\n");
            await goOn.Task;
            context.Abort();
        });
        await using FakeUpstream other = await FakeUpstream.StartAsync("other");
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream, other));

        using HttpResponseMessage answer = await gateway.AskAsync("Hello");
        goOn.SetResult();

        await answer.Content.Invoking(static content => content.ReadAsStringAsync()).Should().ThrowAsync<HttpRequestException>("half an answer must not look whole");
        other.Requests.Should().BeEmpty("the caller has part of an answer already");
    }
}
