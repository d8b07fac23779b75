using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace EmbeddedCache.TestServers;

/// <summary>Stands between clients and a server, and does to their connections what networks do.</summary>
public sealed class FaultyNetwork : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile TaskCompletionSource? _dropping;
    private long _delay;

    public FaultyNetwork(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>How much later everything arrives, in either direction.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    /// <summary>Breaks all connections, and those to come.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (TcpClient client in _clients.Keys)
        {
            client.Client.Close(0);
        }
    }

    /// <summary>
    /// Lets nothing through, and breaks nothing: packets are lost, and sent again by the system until the network is mended or the
    /// connection given up.
    /// </summary>
    public void Drop() => _dropping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is a good network again.</summary>
    public void Mend()
    {
        _isCut = false;
        Delay = TimeSpan.Zero;
        _dropping?.TrySetResult();
        _dropping = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Mend();
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
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
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
                _clients[client] = true;
                if (_isCut)
                {
                    client.Client.Close(0);
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stopping.Token);
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(CarryAsync(client.GetStream(), server.GetStream()), CarryAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // The connection ended.
            }
            finally
            {
                _clients.TryRemove(client, out _);
            }
        }
    }

    // Two halves, so that what is delayed is so by the same time and not one after another.
    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var way = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
        Task arriving = ArriveAsync(way.Reader, to);
        byte[] buffer = new byte[65_536];
        try
        {
            while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and int length)
            {
                long due = Stopwatch.GetTimestamp() + (long)(Delay.TotalSeconds * Stopwatch.Frequency);
                way.Writer.TryWrite((due, buffer[..length]));
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The connection ended.
        }

        way.Writer.Complete();
        await arriving;
    }

    private async Task ArriveAsync(ChannelReader<(long Due, byte[] Bytes)> way, NetworkStream to)
    {
        try
        {
            await foreach ((long due, byte[] bytes) in way.ReadAllAsync(_stopping.Token))
            {
                TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, _stopping.Token);
                }

                if (_dropping is { } dropping)
                {
                    await dropping.Task.WaitAsync(_stopping.Token);
                }

                await to.WriteAsync(bytes, _stopping.Token);
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The connection ended.
        }
    }

    private static bool IsEnd(Exception exception) =>
        exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
