using System.Text;
using Gateway.Apis;
using Gateway.Configuration;
using Gateway.Live;
using Gateway.Routing;
using Gateway.Security;
using Gateway.Simulation;
using Gateway.Upstreams;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway;

/// <summary>The gateway, put together.</summary>
internal static class GatewayApplication
{
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Builds the gateway from its configuration; where that has no accounts, with simulated ones.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">What a test wants otherwise.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        if (!builder.Configuration.GetSection($"{GatewayOptions.Section}:{nameof(GatewayOptions.Accounts)}").Exists())
        {
            await builder.AddSimulationAsync();
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddEmbeddedCache(builder.Configuration.GetSection("EmbeddedCache")).AddInMemory().AddRedis();
        builder.Services.AddHealthChecks().AddEmbeddedCache();
        builder.AddGateway();

        WebApplication app = builder.Build();
        app.MapGateway();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        return app;
    }

    private static async Task AddSimulationAsync(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(SimulationOptions.Section).Get<SimulationOptions>() ?? new SimulationOptions();
        SimulatedProvider provider = await SimulatedProvider.StartAsync(["simulated-1", "simulated-2", "simulated-3"], options.WordDelay, TimeProvider.System);
        builder.Configuration.AddInMemoryCollection(provider.Settings);
        builder.Services.AddHostedService(_ => provider);
    }

    private static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.MaxBodyBytes;
        });
        builder.Services.AddSingleton<CallerKeys>();
        builder.Services.AddSingleton<AccountPool>();
        builder.Services.AddSingleton<AccountBoard>();
        builder.Services.AddSingleton<IAccountBoard>(static services => services.GetRequiredService<AccountBoard>());
        builder.Services.AddSingleton<Upstream>();
        builder.Services.AddLivePage();
        builder.Services.AddOptions<LivePageOptions>().Configure<IOptions<GatewayOptions>>(static (page, gateway) => page.CallersNeedKey = gateway.Value.Callers.Count > 0);
        builder.Services.AddSingleton<Decisions>();
        builder.Services.AddSingleton<Affinity>();
        builder.Services.AddSingleton<Router>();
        builder.Services.AddSingleton<GatewayEndpoint>();
    }

    private static void Announce(WebApplication app)
    {
        IReadOnlyList<Account> accounts = app.Services.GetRequiredService<AccountPool>().All;
        string address = app.Urls.First();
        Console.WriteLine(accounts.Any(static account => account.Simulated)
            ? $"No accounts are configured: {accounts.Count} simulated ones answer. Send them something:"
            : $"{accounts.Count} accounts are configured. Send them something:");
        foreach (string route in Api.All.SelectMany(static api => api.Routes))
        {
            Console.WriteLine($"  POST {address}{route}");
        }

        Console.WriteLine($"and watch where it goes: {address}/");
    }

    private static void MapGateway(this WebApplication app)
    {
        app.MapLivePage();
        GatewayEndpoint gateway = app.Services.GetRequiredService<GatewayEndpoint>();
        foreach (Api api in Api.All)
        {
            foreach (string route in api.Routes)
            {
                app.MapPost(route, context => gateway.HandleAsync(context, api));
            }
        }
    }
}
