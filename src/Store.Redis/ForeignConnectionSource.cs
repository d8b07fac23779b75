using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>A connection that somebody else set up: the host's own, or one that its factory makes for the store.</summary>
internal sealed class ForeignConnectionSource(Func<CancellationToken, Task<IConnectionMultiplexer>> connect, bool isOwned) : ConnectionSource
{
    public override bool IsOwned => isOwned;

    public override bool IsConfigured => false;

    public override Task<IConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken) => connect(cancellationToken);
}
