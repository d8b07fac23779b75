using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Gateway.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Samples.Tests;

/// <summary>What becomes of requests whose account fails.</summary>
[TestClass]
public sealed class FailoverTests : IAsyncDisposable
{
    private static readonly RequestDelegate Fine = static context => FakeUpstream.Write(context, StatusCodes.Status200OK, "{}");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly List<FakeUpstream> _accounts = [];
    private GatewayHost? _gateway;

    private GatewayHost Gateway => _gateway!;

    public async ValueTask DisposeAsync()
    {
        await (_gateway?.DisposeAsync() ?? default);
        foreach (FakeUpstream account in _accounts)
        {
            await account.DisposeAsync();
        }
    }

    [TestMethod]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(503)]
    [DataRow(529)]
    [DataRow(401, DisplayName = "401: its key is not the caller's business")]
    [DataRow(403)]
    [DataRow(0, DisplayName = "connection refused")]
    public async Task A_session_whose_account_fails_moves_once_and_stays(int status)
    {
        await StartAsync("a", "b", "c");
        FakeUpstream first = await AskSessionAsync("One", "new");
        (await AskSessionAsync("Two", "session")).Should().BeSameAs(first);

        await BreakAsync(first, status);
        FakeUpstream second = await AskSessionAsync("Three", "new");
        int asked = first.Requests.Count;

        second.Should().NotBeSameAs(first);
        (await AskSessionAsync("Four", "session")).Should().BeSameAs(second);
        first.Answer = Fine;
        _time.Advance(TimeSpan.FromMinutes(20));
        (await AskSessionAsync("Five", "session")).Should().BeSameAs(second);
        first.Requests.Should().HaveCount(asked);
    }

    [TestMethod]
    public async Task Requests_of_one_session_that_fail_one_after_the_other_end_at_the_same_account()
    {
        await StartAsync("a", "b", "c");
        FakeUpstream first = await AskSessionAsync("One", "new");
        TaskCompletionSource[] fail = [new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)];
        int asked = first.Requests.Count;
        int arrived = -1;
        first.Answer = async context =>
        {
            await fail[Interlocked.Increment(ref arrived)].Task;
            await FakeUpstream.Write(context, StatusCodes.Status500InternalServerError, "{}");
        };
        Task<FakeUpstream>[] pending = [AskSessionAsync("Two", match: null), AskSessionAsync("Three", match: null)];
        while (first.Requests.Count < asked + pending.Length)
        {
            await Task.Delay(1);
        }

        fail[0].SetResult();
        Task<FakeUpstream> moved = await Task.WhenAny(pending);
        fail[1].SetResult();
        FakeUpstream second = await moved;
        await Task.WhenAll(pending);

        _accounts.Where(account => account != first && !account.Requests.IsEmpty).Should().Equal(second);
        second.Requests.Should().HaveCount(2);
        (await AskSessionAsync("Four", "session")).Should().BeSameAs(second, "the late failure is no news of the account that the session moved to");
    }

    [TestMethod]
    public async Task A_session_that_finds_its_account_cooling_down_moves_without_asking_it()
    {
        await StartAsync("a", "b");
        FakeUpstream first = await AskSessionAsync("One", "new");
        await BreakAsync(first, StatusCodes.Status429TooManyRequests);
        await AskAllAsync("somebody else's request that meets the failure");
        int asked = first.Requests.Count;

        FakeUpstream second = await AskSessionAsync("Two", "new");

        second.Should().NotBeSameAs(first);
        first.Requests.Should().HaveCount(asked);
    }

    [TestMethod]
    [DataRow("7", 7)]
    [DataRow("date", 7)]
    [DataRow(null, 30, DisplayName = "no Retry-After: the configured 30 s")]
    [DataRow("86400", 600, DisplayName = "a day: the limit of 10 min")]
    public async Task An_account_that_failed_gets_requests_again_when_it_has_rested(string? retryAfter, int seconds)
    {
        await StartAsync("a", "b");
        FakeUpstream first = await AskSessionAsync("One", "new");
        first.Answer = context =>
        {
            context.Response.Headers.RetryAfter = retryAfter == "date" ? _time.GetUtcNow().AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture) : retryAfter;
            return FakeUpstream.Write(context, StatusCodes.Status429TooManyRequests, "{}");
        };

        FakeUpstream second = await AskSessionAsync("Two", "new");
        first.Answer = Fine;
        (await StatusAsync(first)).CoolingUntil.Should().Be(_time.GetUtcNow().AddSeconds(seconds));
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        await AskAsync("three", second);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await AskAsync("four", first);

        AccountStatus rested = await StatusAsync(first);
        rested.CoolingUntil.Should().BeNull();
        (rested.Requests, rested.Failures).Should().Be((2, 1));
        AccountStatus other = await StatusAsync(second);
        (other.Requests, other.Failures).Should().Be((2, 0));
    }

    [TestMethod]
    public async Task When_all_fail_the_caller_gets_the_last_answer_as_it_is()
    {
        await StartAsync("a", "b");
        foreach (FakeUpstream account in _accounts)
        {
            account.Answer = context => FakeUpstream.Write(context, StatusCodes.Status503ServiceUnavailable, $$"""{"from":"{{account.Name}}"}""");
        }

        using HttpResponseMessage answer = await Gateway.AskAsync("Hello");

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).Should().Be($$"""{"from":"{{answer.AccountOf()}}"}""");
        _accounts.Should().OnlyContain(static account => account.Requests.Count == 1);
    }

    [TestMethod]
    public async Task While_all_cool_down_one_is_tried_so_that_one_bad_request_is_no_outage()
    {
        await StartAsync("a", "b");
        _accounts.ForEach(static account => account.Answer = static context => FakeUpstream.Write(context, StatusCodes.Status500InternalServerError, "{}"));
        (await Gateway.AskAsync("a request that fails everywhere")).Dispose();

        _accounts.ForEach(static account => account.Answer = Fine);
        using HttpResponseMessage answer = await Gateway.AskAsync("another request");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestMethod]
    [DataRow("anthropic", "overloaded_error", "error.type")]
    [DataRow("openai-chat", "server_error", "error.type")]
    [DataRow("openai-responses", "server_error", "error.type")]
    [DataRow("gemini", "UNAVAILABLE", "error.status")]
    public async Task When_none_answers_the_caller_gets_an_error_of_the_API(string api, string expected, string where)
    {
        await StartAsync("a", "b");
        await BreakAsync(_accounts[0], StatusCodes.Status401Unauthorized);
        await BreakAsync(_accounts[1], 0);

        using HttpResponseMessage answer = await Gateway.AskAsync("Hello", api);

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(30));
        JsonNode error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        where.Split('.').Aggregate(error, static (node, name) => node[name]!).GetValue<string>().Should().Be(expected);
        error.ToJsonString().Should().NotContain("secret", "what an account says of its key is nobody's business");
    }

    [TestMethod]
    public async Task A_request_that_is_at_fault_itself_is_answered_and_not_remembered()
    {
        await StartAsync("a", "b");
        _accounts.ForEach(static account => account.Answer = static context => FakeUpstream.Write(context, StatusCodes.Status400BadRequest, """{"bad":"request"}"""));

        using HttpResponseMessage bad = await Gateway.AskAsync("Hello");
        using HttpResponseMessage again = await Gateway.AskAsync("Hello");

        bad.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await bad.Content.ReadAsStringAsync()).Should().Be("""{"bad":"request"}""");
        again.MatchOf().Should().Be("new", "nothing is known of a conversation that no account took");
        _accounts.Sum(static account => account.Requests.Count).Should().Be(2);
        (await BoardAsync()).Should().OnlyContain(static account => account.CoolingUntil == null);
    }

    [TestMethod]
    public async Task An_account_that_does_not_begin_to_answer_in_time_is_left()
    {
        await StartAsync("a", "b");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeUpstream first = await AskSessionAsync("One", "new");
        first.Answer = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        };

        Task<FakeUpstream> pending = AskSessionAsync("Two", "new");
        await asked.Task;
        _time.Advance(TimeSpan.FromMinutes(10));

        (await pending).Should().NotBeSameAs(first);
        (await StatusAsync(first)).CoolingUntil.Should().NotBeNull();
    }

    [TestMethod]
    public async Task What_is_on_its_way_counts_as_load()
    {
        await StartAsync("a", "b");
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _accounts.ForEach(account => account.Answer = async context =>
        {
            await goOn.Task;
            await Fine(context);
        });

        Task<HttpResponseMessage>[] pending = [.. Enumerable.Range(0, 6).Select(i => Gateway.AskAsync($"request {i}"))];
        while (_accounts.Sum(static account => account.Requests.Count) < pending.Length)
        {
            await Task.Delay(1);
        }

        (await BoardAsync()).Sum(static account => account.InFlight).Should().Be(pending.Length);
        goOn.SetResult();
        await Task.WhenAll(pending);
        _accounts.Should().OnlyContain(static account => account.Requests.Count >= 2, "a burst must not all go to the one that was least busy before it");
    }

    private async Task StartAsync(params string[] names)
    {
        foreach (string name in names)
        {
            _accounts.Add(await FakeUpstream.StartAsync(name));
        }

        _gateway = await GatewayHost.StartAsync(FakeUpstream.SettingsOf([.. _accounts]), _time);
    }

    private static Task BreakAsync(FakeUpstream account, int status)
    {
        account.Answer = context => FakeUpstream.Write(context, status, """{"error":"about a secret"}""");
        return status == 0 ? account.StopAsync() : Task.CompletedTask;
    }

    private Task<IReadOnlyList<AccountStatus>> BoardAsync() => Gateway.Services.GetRequiredService<IAccountBoard>().SnapshotAsync(CancellationToken.None);

    // A client that names its session, as Claude Code does.
    private async Task<FakeUpstream> AskSessionAsync(string text, string? match)
    {
        using HttpResponseMessage answer = await Gateway.PostAsync(
            "/v1/messages",
            $$$"""{"model":"m","metadata":{"user_id":"user_1_session_01234567-89ab-cdef-0123-456789abcdef"},"messages":[{"role":"user","content":"{{{text}}}"}]}""");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.MatchOf().Should().Match(found => match == null || found == match);
        return _accounts.Single(account => account.Name == answer.AccountOf());
    }

    private async Task AskAsync(string text, FakeUpstream account)
    {
        using HttpResponseMessage answer = await Gateway.AskAsync(text);
        (answer.StatusCode, answer.AccountOf()).Should().Be((HttpStatusCode.OK, account.Name));
    }

    private async Task<AccountStatus> StatusAsync(FakeUpstream account) => (await BoardAsync()).Single(status => status.Name == account.Name);

    // Enough new conversations that every account is asked.
    private async Task AskAllAsync(string text)
    {
        for (int i = 0; i < 2 * _accounts.Count; i++)
        {
            (await Gateway.AskAsync($"{text} {i}")).Dispose();
        }
    }
}
