using System.Diagnostics;
using System.Text;

namespace EmbeddedCache.TestServers;

/// <summary>A server's process, with a folder of its own. It ends with the tests, however those end.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<ServerProcess> Running = [];

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => KillAll();

    private ServerProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>What it wrote, for the text of a failure.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static ServerProcess Start(string file, string folder, params IEnumerable<string> arguments) => Start(file, folder, [], arguments);

    /// <summary>Starts a process.</summary>
    /// <param name="file">The program.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">What its environment has beside this process's.</param>
    /// <param name="arguments">Its command line.</param>
    public static ServerProcess Start(string file, string folder, IEnumerable<KeyValuePair<string, string?>> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var server = new ServerProcess(process);
        process.OutputDataReceived += server.Keep;
        process.ErrorDataReceived += server.Keep;
        lock (Gate)
        {
            process.Start();
            Running.Add(server);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (!Running.Remove(this))
            {
                return;
            }
        }

        Kill();
        _process.Dispose();
    }

    private static void KillAll()
    {
        lock (Gate)
        {
            foreach (ServerProcess server in Running)
            {
                server.Kill();
            }
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            if (line.Data is not null && _output.Length < 16_384)
            {
                _output.AppendLine(line.Data);
            }
        }
    }
}
