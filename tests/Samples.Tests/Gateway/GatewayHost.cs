using Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The gateway in this process, on a free port of 127.0.0.1, with all that it logs. Without settings it has its simulated accounts.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
        Http = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Everything that was logged, down to Trace.</summary>
    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    /// <summary>Starts a gateway.</summary>
    /// <param name="settings">What its configuration says beside the sample's own <c>appsettings.json</c>.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    /// <param name="configure">What else is to be otherwise.</param>
    public static async Task<GatewayHost> StartAsync(
        IEnumerable<KeyValuePair<string, string?>>? settings = null, TimeProvider? time = null, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplication app = await GatewayApplication.BuildAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("Gateway:Simulation:WordDelay", "00:00:00")]);
            builder.Configuration.AddInMemoryCollection(settings ?? []);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Logging.AddFakeLogging();
            builder.Logging.SetMinimumLevel(LogLevel.Trace);
            builder.Logging.AddFilter((category, level) => true);
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }

            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new GatewayHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
