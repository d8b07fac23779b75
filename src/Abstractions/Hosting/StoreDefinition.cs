using EmbeddedCache.Stores;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>
/// What a host needs to know of a kind of store. The author of a store makes one, and gives it to
/// <see cref="StoreBuilderExtensions.UseStore"/> and <see cref="StoreBuilderExtensions.AddStore"/>.
/// </summary>
/// <typeparam name="TOptions">The options of the store.</typeparam>
public sealed class StoreDefinition<TOptions>
    where TOptions : class, new()
{
    /// <summary>What a configuration calls it: the value of <c>Store</c>, and the section of its settings. For example <c>Redis</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Makes the store, at the first use of the cache. The host disposes it.</summary>
    public required Func<IServiceProvider, TOptions, ICacheStore> Create { get; init; }

    /// <summary>Reads the settings of its section, all it knows: a setting that is never asked for is one that doesn't exist.</summary>
    public required Action<SettingsReader, TOptions> Read { get; init; }

    /// <summary>Reads settings that stand beside <c>Store</c> itself, before those of its section; null for none.</summary>
    public Action<SettingsReader, TOptions>? ReadShared { get; init; }

    /// <summary>Says what is wrong with the options, one sentence each; null when nothing can be. The name it gets is where they stand.</summary>
    public IValidateOptions<TOptions>? Validator { get; init; }

    /// <summary>
    /// Gives changed options, valid ones, to a store that is in use, and answers the names of those settings that changed and need a restart.
    /// Null when all of them do; then nothing is said about it.
    /// </summary>
    public Func<ICacheStore, TOptions, IReadOnlyList<string>>? Apply { get; init; }
}
