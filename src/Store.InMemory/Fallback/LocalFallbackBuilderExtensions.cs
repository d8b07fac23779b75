using System.Diagnostics.Metrics;
using EmbeddedCache.Hosting;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;

// The namespace of the registrations it continues.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the cache work on in this process while its store is away.</summary>
public static class LocalFallbackBuilderExtensions
{
    private const string Section = "LocalFallback";

    /// <summary>
    /// Puts a <see cref="LocalFallbackStore"/> in front of the store that the cache has, whichever that is. In a configuration its settings stand in the
    /// section <c>LocalFallback</c>. A store in this process has no need of it.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The cache.</param>
    /// <param name="configure">Sets when the store is left and what is kept; null for the defaults of <see cref="LocalFallbackOptions"/>.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder WithLocalFallback<TBuilder>(this TBuilder builder, Action<LocalFallbackOptions>? configure = null)
        where TBuilder : IEmbeddedCacheBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WrapStore(Section, Read, new LocalFallbackOptionsValidator(), Wrap, configure);
        return builder;
    }

    private static void Read(SettingsReader settings, LocalFallbackOptions options)
    {
        options.FailureThreshold = settings.WholeNumber(nameof(options.FailureThreshold)) ?? options.FailureThreshold;
        options.ProbeInterval = settings.Time(nameof(options.ProbeInterval)) ?? options.ProbeInterval;
        options.MaxJournalEntries = settings.WholeNumber(nameof(options.MaxJournalEntries)) ?? options.MaxJournalEntries;
        options.KeepCopies = settings.Flag(nameof(options.KeepCopies)) ?? options.KeepCopies;
        options.CopyTimeToLive = settings.Time(nameof(options.CopyTimeToLive)) ?? options.CopyTimeToLive;
        options.MaxEntries = settings.WholeNumber(nameof(options.MaxEntries)) ?? options.MaxEntries;
        options.MaxPathsPerTrie = settings.WholeNumber(nameof(options.MaxPathsPerTrie)) ?? options.MaxPathsPerTrie;
    }

    private static LocalFallbackStore Wrap(IServiceProvider provider, LocalFallbackOptions options, ICacheStore primary) => new(
        primary,
        ownsPrimary: true,
        options,
        provider.GetService<TimeProvider>(),
        provider.GetService<ILogger<LocalFallbackStore>>(),
        provider.GetService<IMeterFactory>());
}
