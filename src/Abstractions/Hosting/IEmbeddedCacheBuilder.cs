using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedCache.Hosting;

/// <summary>A cache that is being registered with a host. The packages of the stores extend it.</summary>
public interface IEmbeddedCacheBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
