using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>Asks every server that a connection knows for a sign of life.</summary>
internal static class RedisProbe
{
    public static async ValueTask<RemoteStoreStatus> RunAsync(RedisConnection connection, CancellationToken cancellationToken)
    {
        IConnectionMultiplexer multiplexer = await connection.MultiplexerAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan?[] answers = await Task.WhenAll(multiplexer.GetServers().Select(server => PingAsync(connection, server, cancellationToken))).ConfigureAwait(false);
        return new RemoteStoreStatus(answers.Length, answers.Count(static answer => answer is not null), answers.Max() ?? TimeSpan.Zero);
    }

    // A server that is away is what is asked about, and no error here.
    private static async Task<TimeSpan?> PingAsync(RedisConnection connection, IServer server, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.WaitAsync(server.PingAsync(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
