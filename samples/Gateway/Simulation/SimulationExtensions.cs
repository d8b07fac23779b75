using Gateway.Configuration;
using Gateway.Live;

namespace Gateway.Simulation;

/// <summary>Gives a gateway without accounts some to play with.</summary>
internal static class SimulationExtensions
{
    private const int DefaultSeconds = 60;
    private const int MaxSeconds = 3_600;

    private static readonly string[] Names = ["simulated-1", "simulated-2", "simulated-3"];

    /// <summary>Starts simulated accounts where none are configured. To the gateway they are accounts like others.</summary>
    public static async Task AddSimulationAsync(this WebApplicationBuilder builder)
    {
        IConfigurationSection section = builder.Configuration.GetSection(GatewayOptions.Section);
        if (section.GetSection(nameof(GatewayOptions.Accounts)).Exists())
        {
            return;
        }

        SimulationOptions options = section.GetSection(nameof(GatewayOptions.Simulation)).Get<SimulationOptions>() ?? new SimulationOptions();
        SimulatedProvider provider = await SimulatedProvider.StartAsync(Names, options.WordDelay, TimeProvider.System);
        builder.Configuration.AddInMemoryCollection(provider.Settings);
        builder.Services.AddSingleton(provider);
        builder.Services.AddHostedService(static services => services.GetRequiredService<SimulatedProvider>());
    }

    /// <summary>
    /// Maps <c>POST /simulation/{account}/outage?seconds=60</c>, which lets a simulated account fail for a while, so that one sees its
    /// conversations move; 0 ends it.
    /// </summary>
    public static void MapSimulation(this WebApplication app)
    {
        if (app.Services.GetService<SimulatedProvider>() is not { } provider)
        {
            return;
        }

        app.MapPost("/simulation/{account}/outage", (string account, int seconds = DefaultSeconds) =>
        {
            SimulatedAccount? found = provider.Accounts.FirstOrDefault(one => one.Name == account);
            if (found is null || seconds is < 0 or > MaxSeconds)
            {
                return Results.BadRequest($"The accounts are {string.Join(", ", Names)}; seconds are 0 to {MaxSeconds}.");
            }

            found.Fail(TimeSpan.FromSeconds(seconds));
            return Results.Text(seconds == 0 ? $"{account} answers again.\n" : $"{account} fails every request for {seconds} s.\n");
        }).RequirePageAccess();
    }
}
