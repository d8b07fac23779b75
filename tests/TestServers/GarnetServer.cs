namespace EmbeddedCache.TestServers;

/// <summary>
/// The <c>garnet-server</c> tool that <c>.config/dotnet-tools.json</c> pins, restored when it is first needed, with Lua scripts on, which
/// lock their keys. It runs on every machine that runs .NET.
/// </summary>
public sealed class GarnetServer : IAsyncDisposable
{
    private const int Tries = 3;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task> Restored = new(RestoreAsync);

    private readonly string _folder;
    private readonly ServerProcess _process;

    private GarnetServer(int port, string folder, ServerProcess process)
    {
        Port = port;
        _folder = folder;
        _process = process;
    }

    public int Port { get; }

    public string Endpoint => $"127.0.0.1:{Port}";

    public static async Task<GarnetServer> StartAsync()
    {
        await Restored.Value;
        for (int tries = 1; ; tries++)
        {
            int port = FreePort.Find();
            string folder = Directory.CreateTempSubdirectory("embeddedcache-garnet-").FullName;
            var server = new GarnetServer(port, folder, ServerProcess.Start(
                "dotnet",
                Root,
                "tool", "run", "garnet-server", "--",
                "--bind", "127.0.0.1", "--port", $"{port}", "--checkpointdir", folder, "--lua", "--lua-transaction-mode",
                "--memory", "256m", "--index", "16m"));
            if (await InlineCommand.AnswersAsync(port, "PING", static answer => answer.StartsWith('+'), StartPatience, () => server._process.HasExited))
            {
                return server;
            }

            string output = server._process.Output;
            await server.DisposeAsync();
            if (tries == Tries)
            {
                throw new InvalidOperationException($"garnet-server did not start: {output}");
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _process.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A temporary folder: the system cleans up what could not be deleted.
        }

        return ValueTask.CompletedTask;
    }

    // The folder that holds the tool's manifest.
    private static string Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, ".config", "dotnet-tools.json")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder ?? throw new InvalidOperationException("No .config/dotnet-tools.json above the tests.");
        }
    }

    private static async Task RestoreAsync()
    {
        using ServerProcess restore = ServerProcess.Start("dotnet", Root, "tool", "restore");
        if (await restore.WaitAsync() != 0)
        {
            throw new InvalidOperationException($"dotnet tool restore failed: {restore.Output}");
        }
    }
}
