using System.Net;
using System.Net.Sockets;

namespace EmbeddedCache.TestServers;

internal static class FreePort
{
    /// <summary>A port of 127.0.0.1 that nobody listens at now. Whoever takes it retries with another when it was taken meanwhile.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
