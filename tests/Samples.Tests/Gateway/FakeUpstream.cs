using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Samples.Tests;

/// <summary>An account whose answers a test makes, at a free port of 127.0.0.1. It keeps what it was sent.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeUpstream(WebApplication app, string name)
    {
        _app = app;
        Name = name;
    }

    public string Name { get; }

    public string Key => $"account-key-of-{Name}";

    public Uri Address => new(_app.Urls.First());

    /// <summary>Makes the answers.</summary>
    public RequestDelegate Answer { get; set; } = static context => Write(context, StatusCodes.Status200OK, "{}");

    /// <summary>What it was sent.</summary>
    public ConcurrentQueue<Received> Requests { get; } = [];

    public static async Task<FakeUpstream> StartAsync(string name, RequestDelegate? answer = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var upstream = new FakeUpstream(builder.Build(), name);
        upstream.Answer = answer ?? upstream.Answer;
        upstream._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            upstream.Requests.Enqueue(new Received(
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            await upstream.Answer(context);
        });
        await upstream._app.StartAsync();
        return upstream;
    }

    /// <summary>The accounts as the configuration of a gateway has them.</summary>
    public static Dictionary<string, string?> SettingsOf(params FakeUpstream[] accounts) => accounts
        .SelectMany(static (account, i) => new Dictionary<string, string?>
        {
            [$"Gateway:Accounts:{i}:Id"] = $"{i + 1}",
            [$"Gateway:Accounts:{i}:Name"] = account.Name,
            [$"Gateway:Accounts:{i}:BaseUrl"] = account.Address.ToString(),
            [$"Gateway:Accounts:{i}:Key"] = account.Key,
            [$"Gateway:Accounts:{i}:Apis:0"] = "anthropic",
            [$"Gateway:Accounts:{i}:Apis:1"] = "openai-chat",
            [$"Gateway:Accounts:{i}:Apis:2"] = "openai-responses",
            [$"Gateway:Accounts:{i}:Apis:3"] = "gemini",
        })
        .ToDictionary();

    public static Task Write(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    /// <summary>It is gone: connections to it are refused from now on.</summary>
    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A request as it came.</summary>
    internal sealed record Received(string Address, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
