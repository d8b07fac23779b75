using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmbeddedCache.TestServers;

/// <summary>Sends one command as a line of text, on a connection of its own: enough to wait for a server and to form a cluster.</summary>
public static class InlineCommand
{
    /// <summary>Sends a command.</summary>
    /// <returns>The answer as it came, or as much of it as came at once; the error of the socket when there is no server.</returns>
    public static async Task<string> SendAsync(int port, string command)
    {
        try
        {
            using var client = new TcpClient();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), patience.Token);
            byte[] answer = new byte[16_384];
            int length = await stream.ReadAsync(answer, patience.Token);
            return Encoding.UTF8.GetString(answer, 0, length);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return "(no answer) " + exception.Message;
        }
    }

    internal static async Task<bool> AnswersAsync(int port, string command, Func<string, bool> isReady, TimeSpan patience, Func<bool>? isDead = null)
    {
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (Environment.TickCount64 < end && isDead?.Invoke() != true)
        {
            if (isReady(await SendAsync(port, command)))
            {
                return true;
            }

            await Task.Delay(30);
        }

        return false;
    }
}
