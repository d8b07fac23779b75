using System.Net.Http.Json;
using Gateway.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmbeddedCache.Samples.Tests;

/// <summary>Requests for the page to show, and accounts that fail when told to.</summary>
internal static class PageTraffic
{
    /// <summary>Asks by Anthropic's API; the texts are the user's and the assistant's by turns.</summary>
    /// <returns>The account that answered.</returns>
    public static Task<string> TalkAsync(this GatewayHost gateway, string model, params string[] texts) => gateway.TalkInSessionAsync(model, null, texts);

    /// <summary>The same in a session.</summary>
    public static Task<string> TalkInSessionAsync(this GatewayHost gateway, string model, string? session, params string[] texts) => gateway.PostAsync("/v1/messages", new
    {
        model,
        max_tokens = 16,
        system = "You are kind.",
        messages = texts.Select(static (text, i) => new { role = i % 2 == 0 ? "user" : "assistant", content = text }),
        metadata = session is null ? null : new { user_id = $"user_x_account__session_{session}" },
    });

    /// <summary>Asks by OpenAI's Chat Completions.</summary>
    public static Task<string> TalkChatAsync(this GatewayHost gateway, string model, params string[] texts) => gateway.PostAsync("/v1/chat/completions", new
    {
        model,
        messages = texts.Select(static (text, i) => new { role = i % 2 == 0 ? "user" : "assistant", content = text }),
    });

    /// <summary>Lets a simulated account fail for an hour.</summary>
    public static void Fail(this GatewayHost gateway, string account) => gateway.Services.GetServices<IHostedService>().OfType<SimulatedProvider>().Single()
        .Accounts.Single(one => one.Name == account).Fail(TimeSpan.FromHours(1));

    private static async Task<string> PostAsync(this GatewayHost gateway, string path, object body)
    {
        using HttpResponseMessage answer = await gateway.Http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("x-embeddedcache-account").Single();
    }
}
