using System.Diagnostics.Metrics;
using EmbeddedCache;
using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// The namespace of the interface it extends, as the framework's own registrations do it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the cache with a host.</summary>
/// <remarks>
/// The host's <see cref="TimeProvider"/>, logging and meters are used where it has them. The settings are looked at when the host starts; one that is
/// wrong fails the start with an <see cref="OptionsValidationException"/> that names it, its value unless that is secret, and what is allowed. Lives and
/// bounds follow a configuration that is loaded again.
/// </remarks>
public static class EmbeddedCacheServiceCollectionExtensions
{
    internal const string NoStore = "The cache has no store: say UseInMemory() or UseRedis(...) after AddEmbeddedCache().";

    /// <summary>Registers one <see cref="IGatewayCache"/> for the host; the builder's <c>UseX</c> says which store it keeps its memory in.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>What the stores' <c>UseX</c> extend.</returns>
    public static IEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services) => services.AddEmbeddedCache(Options.Options.DefaultName, configure: null);

    /// <inheritdoc cref="AddEmbeddedCache(IServiceCollection)"/>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the defaults of the cache; null for the defaults of <see cref="GatewayCacheOptions"/>.</param>
    public static IEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services, Action<GatewayCacheOptions>? configure) =>
        services.AddEmbeddedCache(Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers an <see cref="IGatewayCache"/> under a name, with a store and options of its own: <c>[FromKeyedServices("name")]</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The name of the cache and of its options; empty for the one without a name.</param>
    /// <returns>What the stores' <c>UseX</c> extend.</returns>
    public static IEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services, string name) => services.AddEmbeddedCache(name, configure: null);

    /// <inheritdoc cref="AddEmbeddedCache(IServiceCollection, string)"/>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The name of the cache and of its options; empty for the one without a name.</param>
    /// <param name="configure">Sets the defaults of the cache; null for the defaults of <see cref="GatewayCacheOptions"/>.</param>
    public static IEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services, string name, Action<GatewayCacheOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, new EmbeddedCacheBuilder(services, name), configuration: null, configure);
    }

    /// <summary>
    /// Registers one <see cref="IGatewayCache"/> whose settings stand in a configuration. Its <c>Store</c> chooses among the stores that are added to the
    /// builder by <c>AddX</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The settings, for example the section <c>EmbeddedCache</c>. A setting that doesn't exist is an error.</param>
    /// <returns>What the stores' <c>AddX</c> extend.</returns>
    public static IConfiguredEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services, IConfiguration configuration) =>
        services.AddEmbeddedCache(Options.Options.DefaultName, configuration);

    /// <summary>The same under a name, with a store and options of its own: <c>[FromKeyedServices("name")]</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The name of the cache and of its options; empty for the one without a name.</param>
    /// <param name="configuration">The settings. A setting that doesn't exist is an error.</param>
    /// <returns>What the stores' <c>AddX</c> extend.</returns>
    public static IConfiguredEmbeddedCacheBuilder AddEmbeddedCache(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, new ConfiguredEmbeddedCacheBuilder(services, name, configuration), configuration, configure: null);
    }

    private static TBuilder Add<TBuilder>(IServiceCollection services, TBuilder builder, IConfiguration? configuration, Action<GatewayCacheOptions>? configure)
        where TBuilder : IEmbeddedCacheBuilder
    {
        string name = builder.Name;
        bool isNew = !services.Any(service => !service.IsKeyedService && service.ImplementationInstance is CacheRegistration registration && registration.Name == name);
        if (!isNew)
        {
            // Said twice, by a library and its host: it is one cache.
            StoreBuilderExtensions.AddOptions(builder, ReadersOf(configuration), configuration, validator: null, configure);
            return builder;
        }

        services.AddSingleton(new CacheRegistration(name));
        StoreBuilderExtensions.AddOptions(builder, ReadersOf(configuration), configuration, new GatewayCacheOptionsValidator(), configure);
        services.AddSingleton<IValidateOptions<StoreSelection>>(provider => new StoreSelectionValidator(provider, name, configuration));
        services.AddOptions<StoreSelection>(name).ValidateOnStart();
        if (name == Options.Options.DefaultName)
        {
            services.TryAddSingleton<IGatewayCache>(provider => Create(provider, name, provider.GetService<ICacheStore>()));
        }
        else
        {
            services.TryAddKeyedSingleton<IGatewayCache>(name, (provider, _) => Create(provider, name, provider.GetKeyedService<ICacheStore>(name)));
        }

        return builder;
    }

    private static IReadOnlyList<(IConfiguration Settings, Action<SettingsReader, GatewayCacheOptions> Read, bool ReadsAll)> ReadersOf(IConfiguration? configuration) =>
        configuration is null ? [] : [(configuration, GatewayCacheSettings.Read, false)];

    private static GatewayCache Create(IServiceProvider provider, string name, ICacheStore? store)
    {
        IOptionsMonitor<GatewayCacheOptions> monitor = provider.GetRequiredService<IOptionsMonitor<GatewayCacheOptions>>();
        var cache = new GatewayCache(
            name == Options.Options.DefaultName ? null : name,
            store ?? throw new InvalidOperationException(NoStore),
            monitor.Get(name),
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<GatewayCache>>(),
            provider.GetService<IMeterFactory>());
        monitor.OnChange((options, nameOfOptions) =>
        {
            if (nameOfOptions == name)
            {
                cache.Apply(options);
            }
        });
        return cache;
    }

    private sealed record CacheRegistration(string Name);
}
