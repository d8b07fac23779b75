using System.Diagnostics;
using System.Net;
using System.Text;
using EmbeddedCache.TestServers;
using Gateway.Simulation;

namespace EmbeddedCache.Samples.Tests;

/// <summary>Two gateways, each a process of its own, on one Redis and with the same accounts.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ProcessTests(TestContext context)
{
    private static readonly string[] Names = ["north", "south", "west"];

    private static IAsyncDisposable? _server;
    private static SimulatedProvider? _provider;
    private static GatewayProcess[] _gateways = [];
    private int _requests;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        SharedServers.RequireRedisOnCI();
        _server = RedisServer.IsInstalled ? await RedisServer.StartAsync() : await GarnetServer.StartAsync();
        _provider = await SimulatedProvider.StartAsync(Names, TimeSpan.Zero, TimeProvider.System);
        Dictionary<string, string?> settings = new(_provider.Settings)
        {
            ["EmbeddedCache:Store"] = "Redis",
            ["EmbeddedCache:Redis:ConnectionString"] = _server is RedisServer redis ? redis.Endpoint : ((GarnetServer)_server).Endpoint,

            // An account takes requests again at once: that a conversation stays where it moved to has another reason.
            ["Gateway:CoolDown"] = "00:00:00.001",
        };
        _gateways = await Task.WhenAll(GatewayProcess.StartAsync(settings), GatewayProcess.StartAsync(settings));
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        foreach (GatewayProcess gateway in _gateways)
        {
            gateway.Dispose();
        }

        await (_provider?.DisposeAsync() ?? default);
        await (_server?.DisposeAsync() ?? default);
    }

    [TestMethod]
    [DataRow("anthropic", false)]
    [DataRow("anthropic", true)]
    [DataRow("openai-chat", false)]
    [DataRow("openai-chat", true)]
    [DataRow("openai-responses", false)]
    [DataRow("openai-responses", true)]
    [DataRow("gemini", false)]
    [DataRow("gemini", true)]
    public async Task Every_turn_returns_to_its_account_whichever_process_it_hits(string api, bool streamed) =>
        await Scenario.RunAsync(api, streamed, Next);

    [TestMethod]
    [DataRow("anthropic")]
    [DataRow("openai-chat")]
    [DataRow("openai-responses")]
    [DataRow("gemini")]
    public async Task A_conversation_whose_account_fails_moves_once_and_stays_whichever_process_it_hits(string api)
    {
        string name = $"{Guid.NewGuid():N}";
        var conversation = Conversation.Start(api, $"model-{name}");
        Turn first = await conversation.SayAsync(Next(), $"{name}: tell me about rivers.", streamed: false);
        (await conversation.SayAsync(Next(), "Which is the longest?", streamed: true)).Account.Should().Be(first.Account);
        SimulatedAccount failing = _provider!.Accounts.Single(account => account.Name == first.Account);

        failing.Fail(TimeSpan.FromHours(1));
        Turn moved = await conversation.SayAsync(Next(), "And the shortest?", streamed: true);
        int asked = failing.Requests;
        Turn stayed = await conversation.SayAsync(Next(), "And the widest?", streamed: false);

        moved.Account.Should().NotBe(first.Account);
        moved.Match.Should().Be("new");
        (stayed.Account, stayed.Match).Should().Be((moved.Account, "conversation 5/7"));
        failing.Requests.Should().Be(asked, "the other process knows where the conversation went");

        failing.Fail(TimeSpan.Zero);
        for (int i = 0; i < 4; i++)
        {
            Turn later = await conversation.SayAsync(Next(), $"And the widest but {i}?", streamed: i % 2 == 0);
            later.Account.Should().Be(moved.Account, "a second move would cost the whole history again");
        }
    }

    [TestMethod]
    public async Task The_sample_answers_soon_after_its_start()
    {
        using var http = new HttpClient();
        long start = Stopwatch.GetTimestamp();
        using GatewayProcess gateway = await GatewayProcess.StartAsync();
        TimeSpan listening = Stopwatch.GetElapsedTime(start);
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri(gateway.Address, "/v1/messages"),
            new StringContent("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""", Encoding.UTF8, "application/json"));
        TimeSpan answered = Stopwatch.GetElapsedTime(start);

        context.WriteLine($"Listening after {listening.TotalMilliseconds:F0} ms, first answer after {answered.TotalMilliseconds:F0} ms.");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private Uri Next() => _gateways[_requests++ % _gateways.Length].Address;
}
