namespace EmbeddedCache.Stores;

/// <summary>
/// A store whose operations are round trips to a server. The cache makes an activity of each, and the health check asks how the servers are. Optional
/// for a store.
/// </summary>
public interface IRemoteCacheStore
{
    /// <summary>What the server is, as OpenTelemetry's <c>db.system.name</c> has it: for example <c>redis</c>.</summary>
    string SystemName { get; }

    /// <summary>Asks every server of the store for a sign of life.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>How many there are, how many answered in time, and how long the slowest of these took.</returns>
    ValueTask<RemoteStoreStatus> ProbeAsync(CancellationToken cancellationToken = default);
}
