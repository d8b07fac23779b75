using Gateway.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What the gateway tells of its decisions: one for each request that was routed, whatever its end.</summary>
[TestClass]
public sealed class DecisionTests
{
    private const string First = """{"role":"user","content":"Hello"}""";
    private const string Body = $$"""{"model":"some-model","stream":true,"system":"Be brief.","messages":[{{First}}]}""";
    private const string Next = $$"""{"model":"some-model","system":"Be brief.","messages":[{{First}},{"role":"assistant","content":"Yes"},{"role":"user","content":"Go on"}]}""";

    [TestMethod]
    public async Task Each_request_is_told_once_with_its_account_and_its_depth()
    {
        await using FakeUpstream a = await FakeUpstream.StartAsync("a");
        await using FakeUpstream b = await FakeUpstream.StartAsync("b");
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(a, b));

        string first = await SendAsync(gateway, Body, "session");
        (FakeUpstream one, FakeUpstream other) = first == "a" ? (a, b) : (b, a);
        await SendAsync(gateway, Body, "session");
        await SendAsync(gateway, Next);
        one.Answer = static context => FakeUpstream.Write(context, StatusCodes.Status503ServiceUnavailable, "{}");
        await SendAsync(gateway, Next);
        other.Answer = static context => FakeUpstream.Write(context, StatusCodes.Status400BadRequest, "{}");
        await SendAsync(gateway, Next);
        await other.StopAsync();
        await SendAsync(gateway, Next);

        IReadOnlyList<Decision> told = Told(gateway);
        told.Select(static made => made.Number).Should().Equal(1, 2, 3, 4, 5, 6);
        told.Select(static made => (made.FoundBy, made.MatchedSegments, made.Account, string.Join(',', made.TriedBefore), made.Status, made.Streamed)).Should().Equal(
            ("new", 0, one.Name, "", 200, true),
            ("session", 0, one.Name, "", 200, true),
            ("conversation", 1, one.Name, "", 200, false),
            ("new", 0, other.Name, one.Name, 200, false),
            ("conversation", 3, other.Name, "", 400, false),
            ("new", 0, "", other.Name, 503, false));
        told.Should().OnlyContain(static made => made.Api == "anthropic" && made.Model == "some-model" && made.Client.Length == 8 && made.DecisionMicroseconds > 0);
        told.Select(static made => made.Client).Distinct().Should().ContainSingle();
        told[0].Segments.Should().ContainSingle().Which.Should().HaveLength(8);
        told[2].Segments.Should().HaveCount(3).And.StartWith(told[0].Segments, "a conversation begins as its earlier turns did");
    }

    [TestMethod]
    public async Task A_caller_who_went_away_is_told_as_that()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync("only", async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(upstream));
        using var hangUp = new CancellationTokenSource();

        Task<HttpResponseMessage> pending = gateway.Http.PostAsync("/v1/messages", new StringContent(Body), hangUp.Token);
        await asked.Task;
        await hangUp.CancelAsync();
        await pending.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        while (Told(gateway).Count == 0)
        {
            await Task.Delay(1);
        }

        Told(gateway).Should().ContainSingle().Which.Status.Should().Be(499);
        IReadOnlyList<AccountStatus> board = await gateway.Services.GetRequiredService<IAccountBoard>().SnapshotAsync(CancellationToken.None);
        board.Should().ContainSingle().Which.Should().Match<AccountStatus>(static account => account.InFlight == 0 && account.Failures == 0 && account.CoolingUntil == null);
    }

    [TestMethod]
    public async Task Of_a_conversation_without_end_only_the_beginning_is_told()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        string body = $$"""{"model":"m","messages":[{{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"{{\"content\":\"{i}\"}}"))}}]}""";

        await SendAsync(gateway, body);

        Told(gateway).Should().ContainSingle().Which.Segments.Should().HaveCount(1_024);
    }

    [TestMethod]
    public async Task Calls_are_counted_by_model_as_the_cache_has_them()
    {
        await using FakeUpstream a = await FakeUpstream.StartAsync("a");
        await using FakeUpstream b = await FakeUpstream.StartAsync("b");
        await using GatewayHost gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf(a, b));

        string account = await SendAsync(gateway, Body);
        await SendAsync(gateway, Next);
        await SendAsync(gateway, Body.Replace("some-model", "other-model", StringComparison.Ordinal), "session");
        await SendAsync(gateway, Next.Replace("some-model", "other-model", StringComparison.Ordinal), "session");

        IReadOnlyList<AccountStatus> board = await gateway.Services.GetRequiredService<IAccountBoard>().SnapshotAsync(CancellationToken.None);
        board.Select(static account => account.Name).Should().Equal("a", "b");
        board.Single(status => status.Name == account).CallsByModel.Should().Contain("some-model", 2);
        board.Sum(static status => status.CallsByModel.GetValueOrDefault("other-model")).Should().Be(2);
        board.Sum(static status => status.Requests).Should().Be(4);
    }

    private static async Task<string> SendAsync(GatewayHost gateway, string body, string session = "")
    {
        using HttpResponseMessage answer = await gateway.PostAsync("/v1/messages", body, ("x-session-id", session));
        await answer.Content.ReadAsByteArrayAsync();
        return answer.AccountOf() ?? string.Empty;
    }

    private static IReadOnlyList<Decision> Told(GatewayHost gateway)
    {
        using var watch = gateway.Services.GetRequiredService<LiveFeed>().Watch()!;
        return [.. watch.State.Recent.Select(static live => live.Made)];
    }
}
