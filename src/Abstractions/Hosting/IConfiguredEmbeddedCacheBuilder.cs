using Microsoft.Extensions.Configuration;

namespace EmbeddedCache.Hosting;

/// <summary>A cache whose settings, the choice of its store among them, stand in a configuration.</summary>
public interface IConfiguredEmbeddedCacheBuilder : IEmbeddedCacheBuilder
{
    /// <summary>The settings of the cache. Those of a store stand in a section of its name.</summary>
    IConfiguration Configuration { get; }
}
