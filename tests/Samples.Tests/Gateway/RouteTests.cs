using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The routes of the gateway sample as any HTTP client sees them, on its simulated accounts.</summary>
[TestClass]
public sealed class RouteTests
{
    [TestMethod]
    [DataRow("/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""", "read 1 messages")]
    [DataRow("/v1/messages", """{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hello"}]}""", "event: message_stop")]
    [DataRow("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""", "read 1 messages")]
    [DataRow("/v1/chat/completions", """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hello"}]}""", "data: [DONE]")]
    [DataRow("/v1/responses", """{"model":"m","input":"Hello"}""", "read 1 messages")]
    [DataRow("/v1/responses", """{"model":"m","stream":true,"input":"Hello"}""", "event: response.completed")]
    [DataRow("/v1beta/models/m:generateContent", """{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}""", "read 1 messages")]
    [DataRow("/v1beta/models/m:streamGenerateContent?alt=sse", """{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}""", "data: {")]
    [DataRow("/v1beta/models/m:streamGenerateContent", """{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}""", "[{\"candidates\"")]
    public async Task Each_route_answers_plain_and_streamed(string path, string body, string expected)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage first = await gateway.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        (await first.Content.ReadAsStringAsync()).Should().Contain(expected);
        using HttpResponseMessage again = await gateway.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        first.Headers.GetValues("x-embeddedcache-match").Should().Equal("new");
        again.Headers.GetValues("x-embeddedcache-match").Should().Equal("conversation 1/1");
        again.Headers.GetValues("x-embeddedcache-account").Should().Equal(first.Headers.GetValues("x-embeddedcache-account"));
    }

    [TestMethod]
    public async Task What_is_no_route_is_not_found()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage answer = await gateway.Http.PostAsync("/v1/embeddings", new StringContent("{}"));

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task The_health_of_the_store_can_be_asked_for()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        (await gateway.Http.GetStringAsync("/healthz")).Should().Be("Healthy");
    }

    [TestMethod]
    public async Task A_simulated_account_can_be_made_to_fail_for_a_while()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        using HttpResponseMessage first = await gateway.AskAsync("Hello");
        using HttpResponseMessage outage = await gateway.Http.PostAsync($"/simulation/{first.AccountOf()}/outage?seconds=600", null);
        using HttpResponseMessage moved = await gateway.AskAsync("Hello");
        using HttpResponseMessage unknown = await gateway.Http.PostAsync("/simulation/nobody/outage", null);

        outage.StatusCode.Should().Be(HttpStatusCode.OK);
        moved.StatusCode.Should().Be(HttpStatusCode.OK);
        moved.AccountOf().Should().NotBe(first.AccountOf());
        unknown.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [TestMethod]
    public async Task A_gateway_with_accounts_of_its_own_simulates_none()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only");
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream));

        using HttpResponseMessage answer = await gateway.Http.PostAsync("/simulation/only/outage", null);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task A_prompt_that_its_account_has_seen_comes_from_that_accounts_cache()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        const string First = """{"role":"user","content":"A long story about a very long river"}""";

        JsonNode fresh = await AskAsync($$"""{"model":"m","messages":[{{First}}]}""");
        JsonNode next = await AskAsync($$"""{"model":"m","messages":[{{First}},{"role":"assistant","content":"Yes"},{"role":"user","content":"Go on"}]}""");

        Cached(fresh).Should().Be(0);
        Cached(next).Should().Be(fresh["usage"]!["prompt_tokens"]!.GetValue<int>(), "all of the first request was known");
        Cached(next).Should().BeLessThan(next["usage"]!["prompt_tokens"]!.GetValue<int>());

        async Task<JsonNode> AskAsync(string body)
        {
            using HttpResponseMessage answer = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(body));
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }

        static int Cached(JsonNode answer) => answer["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>();
    }
}
