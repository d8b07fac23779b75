namespace Gateway.Live.Feed;

/// <summary>The cache's store.</summary>
/// <param name="Name">Which one it is.</param>
/// <param name="Health"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, or <c>unknown</c> when there is no health check.</param>
/// <param name="Detail">What the health check says; empty when it says nothing.</param>
internal sealed record StoreStatus(string Name, string Health, string Detail);
