using EmbeddedCache.Stores;

namespace EmbeddedCache.Hosting;

/// <summary>A store that a cache may have.</summary>
/// <param name="CacheName">The name of the cache.</param>
/// <param name="StoreName">What a configuration calls the store.</param>
/// <param name="IsChosen">Whether the code chose it, so that a configuration has no choice.</param>
/// <param name="ReadShared">Asks for the settings that it reads from beside <c>Store</c>; null for none.</param>
/// <param name="Validate">Throws when its options are wrong.</param>
/// <param name="Create">Makes it.</param>
internal sealed record StoreRegistration(
    string CacheName,
    string StoreName,
    bool IsChosen,
    Action<SettingsReader>? ReadShared,
    Action<IServiceProvider> Validate,
    Func<IServiceProvider, ICacheStore> Create);

/// <summary>Something that stands in front of the store of a cache.</summary>
/// <param name="CacheName">The name of the cache.</param>
/// <param name="Section">What a configuration calls the section of its settings.</param>
/// <param name="Validate">Throws when its options are wrong.</param>
/// <param name="Wrap">Makes it.</param>
internal sealed record StoreWrapper(
    string CacheName,
    string Section,
    Action<IServiceProvider> Validate,
    Func<IServiceProvider, ICacheStore, ICacheStore> Wrap);
