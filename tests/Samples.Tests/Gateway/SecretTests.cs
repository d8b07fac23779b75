using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Testing;

namespace EmbeddedCache.Samples.Tests;

/// <summary>No key is ever logged or answered, however much is logged and whatever goes wrong.</summary>
[TestClass]
public sealed class SecretTests
{
    private const string CallerKey = "caller-key-0123456789";
    private const string WrongKey = "wrong-key-0123456789";
    private const string Text = "the-text-of-a-message";

    [TestMethod]
    public async Task No_key_and_no_text_is_in_a_log_or_an_answer()
    {
        await using FakeUpstream fine = await FakeUpstream.StartAsync("fine");
        await using FakeUpstream limited = await FakeUpstream.StartAsync("limited", static context => FakeUpstream.Write(context, StatusCodes.Status429TooManyRequests, "{}"));
        await using FakeUpstream locked = await FakeUpstream.StartAsync("locked", static context =>
            FakeUpstream.Write(context, StatusCodes.Status401Unauthorized, "Incorrect API key: " + context.Request.Headers["x-api-key"]));
        await using FakeUpstream gone = await FakeUpstream.StartAsync("gone");
        Dictionary<string, string?> settings = FakeUpstream.SettingsOf(gone, locked, limited, fine);
        settings["Gateway:Callers:0:Id"] = "1";
        settings["Gateway:Callers:0:Name"] = "caller";
        settings["Gateway:Callers:0:Key"] = CallerKey;
        await gone.StopAsync();
        await using GatewayHost gateway = await GatewayHost.StartAsync(settings);
        string session = Guid.NewGuid().ToString();
        string body = new JsonObject
        {
            ["model"] = "m",
            ["metadata"] = new JsonObject { ["user_id"] = "user_1_session_" + session },
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Text }),
        }.ToJsonString();

        var answers = new List<string>();
        foreach ((string key, string sent, HttpStatusCode status) in ((string, string, HttpStatusCode)[])
            [(CallerKey, body, HttpStatusCode.OK), (CallerKey, body, HttpStatusCode.OK), (WrongKey, body, HttpStatusCode.Unauthorized), (CallerKey, body[..^2], HttpStatusCode.BadRequest)])
        {
            using HttpResponseMessage answer = await gateway.PostAsync("/v1/messages", sent, ("x-api-key", key));
            answer.StatusCode.Should().Be(status);
            answers.Add(answer + await answer.Content.ReadAsStringAsync());
        }

        string logged = string.Join('\n', gateway.Logs.GetSnapshot().Select(static record => $"{record.Category} {record.Message} {record.Exception} {Structure(record)}"));
        logged.Should().Contain("Account gone did not answer", "all levels are captured").And.Contain("(session): 200");
        fine.Requests.Should().HaveCount(2);
        foreach (string secret in (string[])[CallerKey, WrongKey, fine.Key, limited.Key, locked.Key, gone.Key, Text, session])
        {
            logged.Should().NotContain(secret);
            answers.Should().NotContain(answer => answer.Contains(secret, StringComparison.Ordinal));
        }

        static string Structure(FakeLogRecord record) => string.Join(' ', record.StructuredState ?? []);
    }
}
