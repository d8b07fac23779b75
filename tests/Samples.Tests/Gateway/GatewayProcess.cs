using System.Diagnostics;
using System.Text.RegularExpressions;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The gateway as a person runs it: a process of its own, on a free port of 127.0.0.1.</summary>
internal sealed partial class GatewayProcess : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly ServerProcess _process;

    private GatewayProcess(ServerProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it wrote.</summary>
    public string Output => _process.Output;

    /// <summary>Starts a gateway, and waits until it listens.</summary>
    /// <param name="settings">What its configuration says beside the sample's own <c>appsettings.json</c>.</param>
    public static async Task<GatewayProcess> StartAsync(IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        ServerProcess process = Launch(settings ?? [], AnyPort);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (Listening().Match(process.Output) is { Success: true } line)
            {
                return new GatewayProcess(process, new Uri(line.Groups[1].Value));
            }

            if (process.HasExited || watch.Elapsed > StartPatience)
            {
                string output = process.Output;
                process.Dispose();
                throw new InvalidOperationException($"The gateway did not start: {output}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Runs a gateway that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, string address = AnyPort)
    {
        using ServerProcess process = Launch(settings, address);
        int exitCode = await process.WaitAsync().WaitAsync(StartPatience);
        return (exitCode, process.Output);
    }

    public void Dispose() => _process.Dispose();

    // Settings go through the environment: a command line, with its keys, is there for everybody to see.
    private static ServerProcess Launch(IEnumerable<KeyValuePair<string, string?>> settings, string address) => ServerProcess.Start(
        "dotnet",
        AppContext.BaseDirectory,
        settings.Prepend(new("Gateway:Simulation:WordDelay", "00:00:00")).Select(static setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
        [Path.Combine(AppContext.BaseDirectory, "Gateway.dll"), "--urls", address]);

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
