using System.Net;
using System.Text.Json.Nodes;
using Anthropic.Exceptions;
using System.ClientModel;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What the gateway refuses itself, and how each API's clients read that.</summary>
[TestClass]
public sealed class RefusalTests
{
    private const string CallerKey = "caller-key-0123456789";

    private static readonly Dictionary<string, string?> Callers = new()
    {
        ["Gateway:Callers:0:Id"] = "11",
        ["Gateway:Callers:0:Name"] = "first",
        ["Gateway:Callers:0:Key"] = CallerKey,
        ["Gateway:Callers:1:Id"] = "12",
        ["Gateway:Callers:1:Name"] = "second",
        ["Gateway:Callers:1:Key"] = "another-key-0123456789",
        ["Gateway:Callers:2:Id"] = "13",
        ["Gateway:Callers:2:Name"] = "third",
        ["Gateway:Callers:2:Key"] = "the-third-key-0123456789",
        ["Gateway:Callers:2:Group"] = "5",
        ["Gateway:MaxBodyBytes"] = "2000",
    };

    public static IEnumerable<object[]> Apis => Requests.Apis.Select(static api => new object[] { api });

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public async Task Only_known_keys_are_let_in(string api)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(Callers);
        string header = api switch { "anthropic" => "x-api-key", "gemini" => "x-goog-api-key", _ => "Authorization" };
        string scheme = header == "Authorization" ? "Bearer " : string.Empty;

        using HttpResponseMessage none = await gateway.AskAsync("Hello", api);
        using HttpResponseMessage wrong = await gateway.AskAsync("Hello", api, (header, scheme + CallerKey + "x"));
        using HttpResponseMessage inQuery = await gateway.PostAsync(Requests.PathOf(api) + "?key=" + CallerKey, Requests.BodyOf(api, "Hello"));
        using HttpResponseMessage right = await gateway.AskAsync("Hello", api, (header, scheme + CallerKey));
        using HttpResponseMessage bearer = await gateway.AskAsync("Hello", api, ("Authorization", "bearer " + CallerKey));

        await CheckAsync(none, api, HttpStatusCode.Unauthorized, header);
        await CheckAsync(wrong, api, HttpStatusCode.Unauthorized, header);
        await CheckAsync(inQuery, api, HttpStatusCode.Unauthorized, header);
        right.StatusCode.Should().Be(HttpStatusCode.OK);
        bearer.StatusCode.Should().Be(HttpStatusCode.OK, "every API's clients can send a bearer token");
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public async Task A_body_over_the_limit_is_refused_however_it_is_sent(string api)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(Callers);
        string body = Requests.BodyOf(api, new string('x', 3_000));

        using HttpResponseMessage announced = await gateway.PostAsync(Requests.PathOf(api), body, ("Authorization", "Bearer " + CallerKey));
        using HttpResponseMessage chunked = await gateway.PostAsync(Requests.PathOf(api), body, ("Authorization", "Bearer " + CallerKey), ("Transfer-Encoding", "chunked"));

        await CheckAsync(announced, api, HttpStatusCode.RequestEntityTooLarge, "2000 bytes");
        await CheckAsync(chunked, api, HttpStatusCode.RequestEntityTooLarge, "2000 bytes");
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public async Task A_body_that_is_no_such_request_is_refused_with_the_place(string api)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        string path = Requests.PathOf(api);

        foreach ((string body, string told) in ((string, string)[])[("", "Byte 0"), ("{\"model\":\"m\",", "Byte 12"), ("[]", "Byte 0"), ("{\"tools\":" + new string('[', 100) + "}", "64")])
        {
            using HttpResponseMessage answer = await gateway.PostAsync(path, body);
            await CheckAsync(answer, api, HttpStatusCode.BadRequest, told);
        }

        if (api != "gemini")
        {
            foreach (string model in (string[])["", "\"model\":null,", "\"model\":7,", "\"model\":\"\",", $"\"model\":\"{new string('m', 1_025)}\",", "\"model\":\"a\\nb\","])
            {
                using HttpResponseMessage answer = await gateway.PostAsync(path, "{" + model + "\"stream\":true}");
                await CheckAsync(answer, api, HttpStatusCode.BadRequest, "model");
            }
        }
    }

    [TestMethod]
    [DataRow(null, null, HttpStatusCode.OK, DisplayName = "no browser")]
    [DataRow("http://{0}", null, HttpStatusCode.OK, DisplayName = "the gateway's own page")]
    [DataRow("https://example.com", null, HttpStatusCode.Forbidden, DisplayName = "another site")]
    [DataRow("null", null, HttpStatusCode.Forbidden, DisplayName = "a file or a sandbox")]
    [DataRow("http://{1}:1", null, HttpStatusCode.Forbidden, DisplayName = "another program on this machine")]
    [DataRow("http://rebound.example.com", "rebound.example.com", HttpStatusCode.Forbidden, DisplayName = "a name that was pointed here")]
    public async Task Without_keys_other_sites_cannot_make_a_browser_spend_an_accounts_money(string? origin, string? host, HttpStatusCode status)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        var headers = new List<(string, string)>();
        if (origin is not null)
        {
            headers.Add(("Origin", origin.Replace("{0}", gateway.Address.Authority, StringComparison.Ordinal).Replace("{1}", gateway.Address.Host, StringComparison.Ordinal)));
        }

        if (host is not null)
        {
            headers.Add(("Host", host));
        }

        using HttpResponseMessage answer = await gateway.AskAsync("Hello", "anthropic", [.. headers]);

        answer.StatusCode.Should().Be(status);
        if (status == HttpStatusCode.Forbidden)
        {
            (await answer.Content.ReadAsStringAsync()).Should().Contain("permission_error").And.Contain("Gateway:Callers");
        }
    }

    [TestMethod]
    public async Task A_body_that_is_compressed_is_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        using var body = new StringContent(Requests.BodyOf("anthropic", "Hello"));
        body.Headers.ContentEncoding.Add("gzip");

        using HttpResponseMessage answer = await gateway.Http.PostAsync("/v1/messages", body);

        await CheckAsync(answer, "anthropic", HttpStatusCode.UnsupportedMediaType, "Content-Encoding");
    }

    [TestMethod]
    public async Task The_official_clients_read_the_refusals()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(Callers);

        (await Conversation.Start("anthropic", key: "wrong").Awaiting(wrong => wrong.SayAsync(gateway.Address, "Hello", false)).Should().ThrowAsync<AnthropicUnauthorizedException>())
            .WithMessage("*not known*");
        foreach (string api in (string[])["openai-chat", "openai-responses"])
        {
            (await Conversation.Start(api, key: "wrong").Awaiting(wrong => wrong.SayAsync(gateway.Address, "Hello", false)).Should().ThrowAsync<ClientResultException>())
                .WithMessage("*401*invalid_api_key*not known*");
        }
    }

    [TestMethod]
    public async Task Each_key_is_a_client_of_its_own_and_each_group_a_space_of_its_own()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(Callers);
        const string First = """{"role":"user","content":"Hello"}""";
        const string Body = $$"""{"model":"m","messages":[{{First}}]}""";
        const string Next = $$"""{"model":"m","messages":[{{First}},{"role":"assistant","content":"Yes"},{"role":"user","content":"Go on"}]}""";
        const string Session = """{"model":"m","metadata":{"user_id":"user_1_session_01234567-89ab-cdef-0123-456789abcdef"},"messages":[{"role":"user","content":"Hi"}]}""";

        (await MatchAsync(CallerKey, Body)).Should().Be("new");
        (await MatchAsync("another-key-0123456789", Next)).Should().Be("new", "that is another client's conversation");
        (await MatchAsync(CallerKey, Next)).Should().Be("conversation 1/3");
        (await MatchAsync(CallerKey, Session)).Should().Be("new");
        (await MatchAsync(CallerKey, Session)).Should().Be("session");
        (await MatchAsync("another-key-0123456789", Session)).Should().Be("new", "a session is its tenant's");
        (await MatchAsync("the-third-key-0123456789", Session)).Should().Be("new", "and this is another group, too");

        async Task<string?> MatchAsync(string key, string body)
        {
            using HttpResponseMessage answer = await gateway.PostAsync("/v1/messages", body, ("x-api-key", key));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            return answer.MatchOf();
        }
    }

    private static async Task CheckAsync(HttpResponseMessage answer, string api, HttpStatusCode status, string told)
    {
        answer.StatusCode.Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        string message = body["error"]!["message"]!.GetValue<string>();
        message.Should().Contain(told).And.NotContain(CallerKey);
        switch (api)
        {
            case "anthropic":
                body["type"]!.GetValue<string>().Should().Be("error");
                body["error"]!["type"]!.GetValue<string>().Should().Be(status switch
                {
                    HttpStatusCode.Unauthorized => "authentication_error",
                    HttpStatusCode.RequestEntityTooLarge => "request_too_large",
                    _ => "invalid_request_error",
                });
                break;
            case "gemini":
                body["error"]!["code"]!.GetValue<int>().Should().Be((int)status);
                body["error"]!["status"]!.GetValue<string>().Should().Be(status == HttpStatusCode.Unauthorized ? "UNAUTHENTICATED" : "INVALID_ARGUMENT");
                break;
            default:
                body["error"]!["type"]!.GetValue<string>().Should().Be("invalid_request_error");
                body["error"]!["code"]?.GetValue<string>().Should().Be("invalid_api_key");
                body["error"]!.AsObject().Should().ContainKey("param");
                break;
        }
    }
}
