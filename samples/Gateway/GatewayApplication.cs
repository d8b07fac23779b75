using System.Text;
using EmbeddedCache.Hosting;
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
        // The settings stand beside the program, wherever it is started from.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        await builder.AddSimulationAsync();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddServer();
        builder.AddCache();
        builder.AddGateway();
        builder.Services.AddLivePage();
        builder.Services.AddOptions<LivePageOptions>().Configure<CallerKeys>(static (page, keys) =>
            page.IsCaller = keys.AreRequired ? request => keys.Identify(request, Api.All[0]) is not null : null);

        WebApplication app = builder.Build();
        app.MapGateway();
        app.MapSimulation();
        app.MapLivePage();
        app.MapHealthChecks("/healthz");
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        return app;
    }

    private static void AddServer(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.MaxBodyBytes;
        });
    }

    private static void AddCache(this WebApplicationBuilder builder)
    {
        IConfigurationSection settings = builder.Configuration.GetSection("EmbeddedCache");
        IConfiguredEmbeddedCacheBuilder cache = builder.Services.AddEmbeddedCache(settings).AddInMemory().AddRedis();
        if ("Redis".Equals(settings["Store"], StringComparison.OrdinalIgnoreCase))
        {
            // While the Redis is away, sessions stay with their accounts as far as this process knows them.
            cache.WithLocalFallback();
        }

        builder.Services.AddHealthChecks().AddEmbeddedCache();
    }

    private static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        builder.Services.AddSingleton<CallerKeys>();
        builder.Services.AddSingleton<AccountPool>();
        builder.Services.AddSingleton<AccountBoard>();
        builder.Services.AddSingleton<IAccountBoard>(static services => services.GetRequiredService<AccountBoard>());
        builder.Services.AddSingleton<Upstream>();
        builder.Services.AddSingleton<Decisions>();
        builder.Services.AddSingleton<Affinity>();
        builder.Services.AddSingleton<Router>();
        builder.Services.AddSingleton<GatewayEndpoint>();
    }

    private static void MapGateway(this WebApplication app)
    {
        GatewayEndpoint gateway = app.Services.GetRequiredService<GatewayEndpoint>();
        foreach (Api api in Api.All)
        {
            foreach (string route in api.Routes)
            {
                app.MapPost(route, context => gateway.HandleAsync(context, api));
            }
        }
    }

    private static void Announce(WebApplication app)
    {
        IReadOnlyList<Account> accounts = app.Services.GetRequiredService<AccountPool>().All;
        string address = app.Urls.First();
        Console.WriteLine(accounts.Any(static account => account.Simulated)
            ? $"No accounts are configured, so {accounts.Count} simulated ones answer. Send them something:"
            : $"{accounts.Count} accounts are configured. Send them something:");
        foreach (string route in Api.All.SelectMany(static api => api.Routes))
        {
            Console.WriteLine($"  POST {address}{route}");
        }

        Console.WriteLine($"and see where it goes: {address}/");
    }
}
