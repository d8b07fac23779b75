using EmbeddedCache.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>
/// Which of the registered stores a cache has. As options it is empty: it is there to be validated at the start of the host, when the
/// chosen store's settings are looked at, and only that one's.
/// </summary>
internal sealed class StoreSelection
{
    public const string SettingName = "Store";

    public static ICacheStore CreateStore(IServiceProvider provider, string cacheName, IConfiguration? configuration)
    {
        ICacheStore store = Choose(provider, cacheName, configuration).Create(provider);
        foreach (StoreWrapper wrapper in provider.GetServices<StoreWrapper>().Where(wrapper => wrapper.CacheName == cacheName))
        {
            store = wrapper.Wrap(provider, store);
        }

        return store;
    }

    public static StoreRegistration Choose(IServiceProvider provider, string cacheName, IConfiguration? configuration)
    {
        StoreRegistration[] candidates = [.. provider.GetServices<StoreRegistration>().Where(registration => registration.CacheName == cacheName)];
        if (candidates.FirstOrDefault(static registration => registration.IsChosen) is { } chosen)
        {
            candidates = [chosen];
        }

        string? wanted = configuration?[SettingName];
        if (wanted is null && candidates.Length == 1)
        {
            return candidates[0];
        }

        string setting = configuration is null ? SettingName : Setting.PathOf(configuration, SettingName);
        return candidates.FirstOrDefault(registration => registration.StoreName.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new OptionsValidationException(
                cacheName,
                typeof(StoreSelection),
                [$"{setting} is {(wanted is null ? "not set" : $"'{wanted}'")}: {string.Join(" or ", candidates.Select(static registration => registration.StoreName))} is needed."]);
    }
}
