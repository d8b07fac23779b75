using System.Diagnostics;

namespace EmbeddedCache.Diagnostics;

/// <summary>One operation of the cache while it runs.</summary>
/// <param name="Name">The member of <see cref="IGatewayCache"/> without <c>Async</c>.</param>
/// <param name="Started">The timestamp of its start; 0 when nobody measures.</param>
/// <param name="Activity">Its activity; null when nobody listens, or the store is in this process.</param>
internal readonly record struct CacheOperation(string Name, long Started, Activity? Activity)
{
    /// <summary>Whether somebody wants to know how it ends.</summary>
    public bool IsWatched => Started != 0;
}
