using System.Diagnostics;

namespace EmbeddedCache.TestServers;

/// <summary>A <c>redis-server</c> from PATH on a free port of 127.0.0.1, with a folder of its own and nothing kept on disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int Tries = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private readonly string[] _arguments;
    private ServerProcess? _process;

    private RedisServer(int port, string folder, string[] arguments)
    {
        Port = port;
        _folder = folder;
        _arguments = arguments;
    }

    /// <summary>Whether there is a <c>redis-server</c> in PATH.</summary>
    public static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(static folder => File.Exists(Path.Combine(folder, "redis-server")));

    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>: a connection string as well.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="arguments">More of redis-server's own, for example <c>--requirepass</c> and a password.</param>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        for (int tries = 1; ; tries++)
        {
            var server = new RedisServer(FreePort.Find(), Directory.CreateTempSubdirectory("embeddedcache-redis-").FullName, arguments);
            try
            {
                await server.StartAsync();
                return server;
            }
            catch (InvalidOperationException) when (tries < Tries)
            {
                // Somebody took the port meanwhile.
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>Starts it again after <see cref="Stop"/>, at its port; what it held is gone.</summary>
    public async Task StartAsync()
    {
        string[] own =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", string.Empty, "--appendonly", "no",
            "--daemonize", "no", "--loglevel", "warning",
        ];
        ServerProcess process = _process = ServerProcess.Start("redis-server", _folder, own.Concat(_arguments));

        // One that wants a password, or is loading, is up as well.
        bool up = await InlineCommand.AnswersAsync(
            Port, "PING", static answer => answer.StartsWith('+') || answer.StartsWith('-'), StartPatience, () => process.HasExited);
        if (!up)
        {
            throw new InvalidOperationException($"redis-server did not start: {process.Output}");
        }
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Freezes it: it keeps its connections and answers nothing.</summary>
    public Task SuspendAsync() => SignalAsync("-STOP");

    /// <summary>Lets a frozen server go on.</summary>
    public Task ResumeAsync() => SignalAsync("-CONT");

    public ValueTask DisposeAsync()
    {
        Stop();
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

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }
}
