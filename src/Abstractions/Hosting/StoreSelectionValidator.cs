using EmbeddedCache.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>Looks at the settings of one cache when the host starts: its own, its store's, and whether there are others.</summary>
internal sealed class StoreSelectionValidator(IServiceProvider provider, string cacheName, IConfiguration? configuration) : IValidateOptions<StoreSelection>
{
    public ValidateOptionsResult Validate(string? name, StoreSelection options)
    {
        if (name != cacheName)
        {
            return ValidateOptionsResult.Skip;
        }

        StoreRegistration[] stores = [.. provider.GetServices<StoreRegistration>().Where(registration => registration.CacheName == cacheName)];
        StoreWrapper[] wrappers = [.. provider.GetServices<StoreWrapper>().Where(wrapper => wrapper.CacheName == cacheName)];
        if (stores.Length > 0)
        {
            StoreSelection.Choose(provider, cacheName, configuration).Validate(provider);
        }
        else if (!HasStoreOfTheHost())
        {
            return ValidateOptionsResult.Fail(EmbeddedCacheServiceCollectionExtensions.NoStore);
        }

        foreach (StoreWrapper wrapper in wrappers)
        {
            wrapper.Validate(provider);
        }

        provider.GetRequiredService<IOptionsMonitor<GatewayCacheOptions>>().Get(cacheName);
        if (configuration is not null)
        {
            var reader = new SettingsReader(configuration, cacheName, typeof(GatewayCacheOptions));
            GatewayCacheSettings.Read(reader, new GatewayCacheOptions());
            foreach (StoreRegistration store in stores)
            {
                store.ReadShared?.Invoke(reader);
            }

            reader.RejectUnknown([StoreSelection.SettingName, .. stores.Select(static store => store.StoreName), .. wrappers.Select(static wrapper => wrapper.Section)]);
        }

        return ValidateOptionsResult.Success;
    }

    private bool HasStoreOfTheHost() =>
        cacheName == Options.DefaultName
            ? provider.GetService<IServiceProviderIsService>()?.IsService(typeof(ICacheStore)) ?? true
            : provider.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(ICacheStore), cacheName) ?? true;
}
