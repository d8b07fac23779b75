using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EmbeddedCache.Samples.Tests;

/// <summary>Recordings of real coding agents through the gateway: every request that continues another one goes to that one's account.</summary>
[TestClass]
public sealed partial class AgentTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "agents");

    [TestMethod]
    [DataRow(false, DisplayName = "by every signal")]
    [DataRow(true, DisplayName = "by history alone")]
    public async Task Every_request_returns_to_the_account_of_the_request_it_continues(bool byHistoryAlone)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        var begun = new Dictionary<string, int>();
        foreach (string file in Directory.GetFiles(Folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            await ReplayAsync(gateway, file, byHistoryAlone, begun);
        }

        // A gateway that sent everything to one account would return everything.
        begun.Values.Sum().Should().BeGreaterThan(20);
        begun.Values.Max().Should().BeLessThanOrEqualTo((int)(0.6 * begun.Values.Sum()));
    }

    private static async Task ReplayAsync(GatewayHost gateway, string file, bool byHistoryAlone, Dictionary<string, int> begun)
    {
        var seen = new Dictionary<int, (string Account, string Model)>();
        var last = new Dictionary<string, (string Account, string Model)>();
        int continuing = 0;
        foreach (JsonNode request in File.ReadLines(file).Select(static line => JsonNode.Parse(line)!))
        {
            int number = request["n"]!.GetValue<int>();
            string? session = request["session"]?.GetValue<string>();
            string account = await SendAsync(gateway, request, Path.GetFileName(file), byHistoryAlone);
            (string Account, string Model) here = (account, request["body"]!["model"]?.GetValue<string>() ?? request["path"]!.GetValue<string>());

            // Without a name only the history tells, and no provider's cache survives a change of the model.
            (string Account, string Model)? before =
                request["continues"] is { } continues ? seen[continues.GetValue<int>()]
                : !byHistoryAlone && session is not null && last.TryGetValue(session, out (string, string) latest) ? latest
                : null;
            if (before is null)
            {
                begun[account] = begun.GetValueOrDefault(account) + 1;
            }
            else if (!byHistoryAlone || before.Value.Model == here.Model)
            {
                continuing++;
                here.Account.Should().Be(before.Value.Account, "of request {0} in {1}", number, Path.GetFileName(file));
            }

            seen[number] = here;
            last[session ?? string.Empty] = here;
        }

        continuing.Should().BeGreaterThan(10, "{0} has turns", file);
    }

    private static async Task<string> SendAsync(GatewayHost gateway, JsonNode request, string client, bool byHistoryAlone)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, request["path"]!.GetValue<string>());
        message.Headers.TryAddWithoutValidation("authorization", "Bearer key-of-" + client);
        message.Headers.TryAddWithoutValidation("x-api-key", "key-of-" + client);
        JsonObject body = request["body"]!.AsObject();
        if (byHistoryAlone)
        {
            Array.ForEach(["metadata", "prompt_cache_key", "client_metadata", "user"], name => body.Remove(name));
        }

        foreach ((string name, JsonNode? value) in request["headers"]!.AsObject())
        {
            if (!byHistoryAlone || !NameOfSession().IsMatch(name))
            {
                message.Headers.TryAddWithoutValidation(name, value!.GetValue<string>());
            }
        }

        message.Content = new StringContent(body.ToJsonString());
        using HttpResponseMessage answer = await gateway.Http.SendAsync(message);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return answer.AccountOf()!;
    }

    [GeneratedRegex("session|thread|conversation|request-id|window-id|agent-id")]
    private static partial Regex NameOfSession();
}
