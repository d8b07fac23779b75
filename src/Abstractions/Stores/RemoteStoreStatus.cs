namespace EmbeddedCache.Stores;

/// <summary>How the servers of a store are.</summary>
/// <param name="Nodes">How many servers there are; 0 when there was never a connection.</param>
/// <param name="NodesUp">How many of them answered in time.</param>
/// <param name="Latency">How long the slowest of these took.</param>
public readonly record struct RemoteStoreStatus(int Nodes, int NodesUp, TimeSpan Latency);
