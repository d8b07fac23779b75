using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Simulation;

/// <summary>A provider that does not exist, on this machine: accounts that answer all the APIs, each at an address of its own.</summary>
internal sealed class SimulatedProvider : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly TimeProvider _time;
    private readonly TimeSpan _wordDelay;
    private readonly Dictionary<int, SimulatedAccount> _byPort = [];

    private SimulatedProvider(IReadOnlyList<SimulatedAccount> accounts, TimeSpan wordDelay, TimeProvider time)
    {
        Accounts = accounts;
        _wordDelay = wordDelay;
        _time = time;

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (SimulatedAccount _ in accounts)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        foreach (SimulatedApi api in SimulatedApi.All)
        {
            foreach (string route in api.Api.Routes)
            {
                _server.MapPost(route, context => AnswerAsync(context, api));
            }
        }
    }

    public IReadOnlyList<SimulatedAccount> Accounts { get; }

    /// <summary>Starts accounts, each with a key of its own.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="wordDelay">How long a word of a streamed answer takes.</param>
    /// <param name="time">The clock.</param>
    public static async Task<SimulatedProvider> StartAsync(IReadOnlyList<string> names, TimeSpan wordDelay, TimeProvider time)
    {
        SimulatedAccount[] accounts = [.. names.Select(name => new SimulatedAccount(name, $"simulated-key-{Guid.NewGuid():N}", time))];
        var provider = new SimulatedProvider(accounts, wordDelay, time);
        await provider._server.StartAsync();
        string[] addresses = [.. provider._server.Urls];
        for (int i = 0; i < accounts.Length; i++)
        {
            accounts[i].Address = addresses[i];
            provider._byPort.Add(new Uri(addresses[i]).Port, accounts[i]);
        }

        return provider;
    }

    /// <summary>The accounts as the configuration of a gateway has them.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings => Accounts.SelectMany(static (account, i) => new Dictionary<string, string?>
    {
        [$"Gateway:Accounts:{i}:Id"] = $"{i + 1}",
        [$"Gateway:Accounts:{i}:Name"] = account.Name,
        [$"Gateway:Accounts:{i}:BaseUrl"] = account.Address,
        [$"Gateway:Accounts:{i}:Key"] = account.Key,
        [$"Gateway:Accounts:{i}:Apis:0"] = "anthropic",
        [$"Gateway:Accounts:{i}:Apis:1"] = "openai-chat",
        [$"Gateway:Accounts:{i}:Apis:2"] = "openai-responses",
        [$"Gateway:Accounts:{i}:Apis:3"] = "gemini",
        [$"Gateway:Accounts:{i}:Simulated"] = "true",
    });

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (SimulatedAccount account in Accounts)
        {
            await account.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context, SimulatedApi api)
    {
        SimulatedAccount account = _byPort[context.Connection.LocalPort];
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        byte[] request = buffer.ToArray();
        if (context.Request.Headers[api.Api.KeyHeader] != api.Api.KeyScheme + account.Key)
        {
            await WriteAsync(context, StatusCodes.Status401Unauthorized, api.Api.Error(StatusCodes.Status401Unauthorized, "This is not the account's key."));
            return;
        }

        account.Asked();
        if (account.IsFailing)
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, api.Api.Error(StatusCodes.Status503ServiceUnavailable, "The simulated account fails."));
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(request);
            Prompt prompt = api.Read(context.Request, document.RootElement);
            Reply reply = await account.AnswerAsync(api.Api, prompt);
            await (prompt.Streamed
                ? StreamAsync(context, api.Stream(reply, document.RootElement), api.StreamsArray(context.Request))
                : WriteAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(api.Plain(reply).ToJsonString())));
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, api.Api.Error(StatusCodes.Status400BadRequest, exception.Message));
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, IEnumerable<ServerSentEvent> events, bool asArray)
    {
        context.Response.ContentType = asArray ? "application/json" : "text/event-stream";
        string before = "[";
        foreach ((string data, string? name, bool isPiece) in events)
        {
            if (isPiece && _wordDelay > TimeSpan.Zero)
            {
                await Task.Delay(_wordDelay, _time, context.RequestAborted);
            }

            string text = asArray ? before + data : (name is null ? string.Empty : $"event: {name}\n") + $"data: {data}\n\n";
            before = ",\n";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        }

        if (asArray)
        {
            await context.Response.Body.WriteAsync("]"u8.ToArray(), context.RequestAborted);
        }
    }
}
