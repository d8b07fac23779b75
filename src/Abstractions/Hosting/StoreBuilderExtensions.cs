using EmbeddedCache.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>How the packages of stores register themselves. For the authors of stores; gateways call their <c>UseX</c> and <c>AddX</c>.</summary>
public static partial class StoreBuilderExtensions
{
    /// <summary>Makes a store the one of this cache. It is made at the first use of the cache and disposed with the host.</summary>
    /// <typeparam name="TOptions">The options of the store.</typeparam>
    /// <param name="builder">The cache.</param>
    /// <param name="definition">The store.</param>
    /// <param name="configure">Sets its options, after a configuration did; null to leave them.</param>
    /// <exception cref="InvalidOperationException">The cache has another store already.</exception>
    public static void UseStore<TOptions>(this IEmbeddedCacheBuilder builder, StoreDefinition<TOptions> definition, Action<TOptions>? configure = null)
        where TOptions : class, new() =>
        Register(builder, definition, configure, isChosen: true);

    /// <summary>Lets the configuration choose a store: it is this cache's when the setting <c>Store</c> is its name, or it is the only one.</summary>
    /// <typeparam name="TOptions">The options of the store.</typeparam>
    /// <param name="builder">The cache.</param>
    /// <param name="definition">The store.</param>
    /// <param name="configure">Sets its options, after the configuration did; null to leave them.</param>
    public static void AddStore<TOptions>(this IConfiguredEmbeddedCacheBuilder builder, StoreDefinition<TOptions> definition, Action<TOptions>? configure = null)
        where TOptions : class, new() =>
        Register(builder, definition, configure, isChosen: false);

    /// <summary>
    /// Puts a store in front of the one that the cache has, whichever that is. The host disposes the outermost one, and each disposes the one
    /// behind it.
    /// </summary>
    /// <typeparam name="TOptions">The options of what stands in front.</typeparam>
    /// <param name="builder">The cache.</param>
    /// <param name="section">What a configuration calls the section of its settings.</param>
    /// <param name="read">Reads the settings of that section, all it knows.</param>
    /// <param name="validator">Says what is wrong with its options; null when nothing can be.</param>
    /// <param name="wrap">Makes it from the options and the store behind it.</param>
    /// <param name="configure">Sets its options, after a configuration did; null to leave them.</param>
    public static void WrapStore<TOptions>(
        this IEmbeddedCacheBuilder builder,
        string section,
        Action<SettingsReader, TOptions> read,
        IValidateOptions<TOptions>? validator,
        Func<IServiceProvider, TOptions, ICacheStore, ICacheStore> wrap,
        Action<TOptions>? configure = null)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(section);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(wrap);

        string name = builder.Name;
        if (builder.Services.Any(service => !service.IsKeyedService && service.ImplementationInstance is StoreWrapper wrapper && wrapper.CacheName == name && wrapper.Section == section))
        {
            // Said twice: it stands in front once.
            if (configure is not null)
            {
                builder.Services.Configure(name, configure);
            }

            return;
        }

        IConfiguration? settings = (builder as IConfiguredEmbeddedCacheBuilder)?.Configuration.GetSection(section);
        AddOptions(builder, settings is null ? [] : [(settings, read, true)], settings, validator, configure);
        builder.Services.AddSingleton(new StoreWrapper(
            name,
            section,
            provider => OptionsOf<TOptions>(provider, name),
            (provider, store) => wrap(provider, OptionsOf<TOptions>(provider, name), store)));
    }

    internal static void AddOptions<TOptions>(
        IEmbeddedCacheBuilder builder,
        IReadOnlyList<(IConfiguration Settings, Action<SettingsReader, TOptions> Read, bool ReadsAll)> readers,
        IConfiguration? section,
        IValidateOptions<TOptions>? validator,
        Action<TOptions>? configure)
        where TOptions : class, new()
    {
        IServiceCollection services = builder.Services;
        string name = builder.Name;
        services.AddOptions();
        services.TryAddSingleton<IOptionsFactory<TOptions>, LastGoodOptionsFactory<TOptions>>();
        foreach ((IConfiguration settings, Action<SettingsReader, TOptions> read, bool readsAll) in readers)
        {
            services.Configure<TOptions>(name, options =>
            {
                var reader = new SettingsReader(settings, name, typeof(TOptions));
                read(reader, options);
                if (readsAll)
                {
                    reader.RejectUnknown();
                }
            });
        }

        if (section is not null)
        {
            services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(new SettingsChange<TOptions>(name, section));
        }

        if (validator is not null)
        {
            services.AddSingleton<IValidateOptions<TOptions>>(new SettingsValidator<TOptions>(name, section is null ? null : Setting.PrefixOf(section), validator));
        }

        if (configure is not null)
        {
            services.Configure(name, configure);
        }
    }

    private static void Register<TOptions>(IEmbeddedCacheBuilder builder, StoreDefinition<TOptions> definition, Action<TOptions>? configure, bool isChosen)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(definition);
        string name = builder.Name;
        StoreRegistration[] before =
        [
            .. builder.Services.Select(static service => service.IsKeyedService ? null : service.ImplementationInstance)
                .OfType<StoreRegistration>().Where(registration => registration.CacheName == name),
        ];
        if (isChosen && before.FirstOrDefault(registration => registration.StoreName != definition.Name) is { } other)
        {
            throw new InvalidOperationException(
                $"The cache has one store, and {other.StoreName} was registered before {definition.Name}: leave one out, or let a configuration choose with AddEmbeddedCache(configuration).AddX().AddY().");
        }

        if (before.Any(registration => registration.StoreName == definition.Name))
        {
            // Said twice: once more is not another store, but it may set more of its options.
            if (configure is not null)
            {
                builder.Services.Configure(name, configure);
            }

            return;
        }

        IConfiguration? root = (builder as IConfiguredEmbeddedCacheBuilder)?.Configuration;
        IConfiguration? section = root?.GetSection(definition.Name);
        var readers = new List<(IConfiguration, Action<SettingsReader, TOptions>, bool)>();
        Action<SettingsReader, TOptions>? readShared = definition.ReadShared;
        if (root is not null && section is not null)
        {
            if (readShared is not null)
            {
                readers.Add((root, readShared, false));
            }

            readers.Add((section, definition.Read, true));
        }

        AddOptions(builder, readers, section, definition.Validator, configure);
        builder.Services.AddSingleton(new StoreRegistration(
            name,
            definition.Name,
            isChosen,
            readShared is null ? null : settings => readShared(settings, new TOptions()),
            provider => OptionsOf<TOptions>(provider, name),
            provider => CreateStore(provider, name, definition)));
        if (name == Options.DefaultName)
        {
            builder.Services.TryAddSingleton(provider => StoreSelection.CreateStore(provider, name, root));
        }
        else
        {
            builder.Services.TryAddKeyedSingleton(name, (provider, _) => StoreSelection.CreateStore(provider, name, root));
        }
    }

    private static ICacheStore CreateStore<TOptions>(IServiceProvider provider, string name, StoreDefinition<TOptions> definition)
        where TOptions : class, new()
    {
        IOptionsMonitor<TOptions> monitor = provider.GetRequiredService<IOptionsMonitor<TOptions>>();
        ICacheStore store = definition.Create(provider, monitor.Get(name));
        if (definition.Apply is { } apply)
        {
            ILogger? logger = provider.GetService<ILogger<GatewayCache>>();
            monitor.OnChange((options, nameOfOptions) =>
            {
                if (nameOfOptions == name && apply(store, options) is { Count: > 0 } restart && logger is not null)
                {
                    LogRestartNeeded(logger, string.Join(", ", restart));
                }
            });
        }

        return store;
    }

    private static TOptions OptionsOf<TOptions>(IServiceProvider provider, string name)
        where TOptions : class, new() =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);

    [LoggerMessage(EventId = 11, EventName = "RestartNeeded", Level = LogLevel.Warning, Message = "Changed settings of the store are used after a restart: {Settings}.")]
    private static partial void LogRestartNeeded(ILogger logger, string settings);
}
