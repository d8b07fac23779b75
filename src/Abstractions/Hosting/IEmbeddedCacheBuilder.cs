using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedCache.Hosting;

/// <summary>A cache that is being registered with a host. The packages of the stores extend it.</summary>
public interface IEmbeddedCacheBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>The name of the cache, which is also the name of its options; empty for the one without a name.</summary>
    string Name { get; }
}
