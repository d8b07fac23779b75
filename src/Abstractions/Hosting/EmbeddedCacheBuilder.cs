using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedCache.Hosting;

internal class EmbeddedCacheBuilder(IServiceCollection services, string name) : IEmbeddedCacheBuilder
{
    public IServiceCollection Services { get; } = services;

    public string Name { get; } = name;
}

internal sealed class ConfiguredEmbeddedCacheBuilder(IServiceCollection services, string name, IConfiguration configuration)
    : EmbeddedCacheBuilder(services, name), IConfiguredEmbeddedCacheBuilder
{
    public IConfiguration Configuration { get; } = configuration;
}
