using System.Net;
using System.Net.Sockets;

namespace EmbeddedCache.TestServers;

/// <summary>
/// Stands between a client and a server and counts round trips: how often the client begins to send after the server has answered.
/// What is sent in one go, however many commands it is, counts once.
/// </summary>
public sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _serverHost;
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _roundTrips;
    private int _answersToLose;

    /// <summary>A proxy in front of a server of this machine.</summary>
    public CountingProxy(int serverPort)
        : this(IPAddress.Loopback.ToString(), serverPort)
    {
    }

    public CountingProxy(string serverHost, int serverPort)
    {
        _serverHost = serverHost;
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>Round trips so far, on all connections.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <summary>Breaks the connection in place of the next answer: the server has done what the client will not know of.</summary>
    public void LoseNextAnswer() => Interlocked.Exchange(ref _answersToLose, 1);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_serverHost, _serverPort, _stopping.Token);
                client.NoDelay = server.NoDelay = true;
                var turn = new Turn();
                await Task.WhenAny(
                    CopyAsync(client.GetStream(), server.GetStream(), () => CountTurn(turn)),
                    CopyAsync(server.GetStream(), client.GetStream(), () => EndTurn(turn)));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The connection ended.
            }
        }
    }

    private bool CountTurn(Turn turn)
    {
        if (!Interlocked.Exchange(ref turn.IsClients, true))
        {
            Interlocked.Increment(ref _roundTrips);
        }

        return true;
    }

    private bool EndTurn(Turn turn)
    {
        Volatile.Write(ref turn.IsClients, false);
        return Interlocked.Exchange(ref _answersToLose, 0) == 0;
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<bool> goOn)
    {
        byte[] buffer = new byte[65_536];
        try
        {
            while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and int length && goOn())
            {
                await to.WriteAsync(buffer.AsMemory(0, length), _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended.
        }
    }

    private sealed class Turn
    {
        public bool IsClients;
    }
}
