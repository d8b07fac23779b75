using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Diagnostics;

/// <summary>
/// The instruments of one meter, shared by all caches on it. What stores say of themselves is asked for when somebody collects; a store is held
/// weakly, because a meter outlives the caches of a test.
/// </summary>
internal sealed class CacheInstruments
{
    // From a hit in memory, a tenth of a microsecond, to a Redis that hangs.
    private static readonly double[] Seconds =
        [1e-7, 2.5e-7, 5e-7, 1e-6, 1e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1, 2.5];

    private static readonly CacheInstruments Shared = new(new Meter(DiagnosticNames.Meter));
    private static readonly ConditionalWeakTable<IMeterFactory, CacheInstruments> Made = [];

    private readonly Lock _gate = new();
    private readonly List<(string? Cache, WeakReference<ICacheStoreStatistics> Store)> _stores = [];

    private CacheInstruments(Meter meter)
    {
        Requests = meter.CreateCounter<long>(DiagnosticNames.Requests, "{request}", "What the gateway asked the cache.");
        Duration = meter.CreateHistogram(
            DiagnosticNames.RequestDuration, "s", "How long the cache took to answer.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        MatchedSegments = meter.CreateHistogram(
            DiagnosticNames.FindMatchedSegments,
            "{segment}",
            "How many segments of a chain a find matched.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 4_000] });
        MatchedShare = meter.CreateHistogram(
            DiagnosticNames.FindMatchedShare,
            "1",
            "Which share of a chain a find matched.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] });
        Failures = meter.CreateCounter<long>(DiagnosticNames.StoreFailures, "{failure}", "Operations that the store failed.");
        meter.CreateObservableGauge(DiagnosticNames.StoreEntries, () => Observe(static store => store.Entries), "{entry}", "The keys that a store in this process keeps.");
        meter.CreateObservableGauge(DiagnosticNames.StoreBytes, () => Observe(static store => store.EstimatedBytes), "By", "The memory that a store in this process takes, estimated.");
        meter.CreateObservableCounter(DiagnosticNames.StoreEvictions, ObserveEvictions, "{eviction}", "What a store in this process gave up to stay within its bounds.");
        meter.CreateObservableCounter(DiagnosticNames.StoreExpirations, () => Observe(static store => store.Expirations), "{entry}", "Expired entries that a store in this process gave back.");
    }

    public Counter<long> Requests { get; }

    public Histogram<double> Duration { get; }

    public Histogram<int> MatchedSegments { get; }

    public Histogram<double> MatchedShare { get; }

    public Counter<long> Failures { get; }

    /// <summary>Those of a host's factory; without one, those of the process.</summary>
    public static CacheInstruments For(IMeterFactory? meterFactory) =>
        meterFactory is null ? Shared : Made.GetValue(meterFactory, static factory => new CacheInstruments(factory.Create(DiagnosticNames.Meter)));

    /// <summary>Lets the instruments ask a store when somebody collects.</summary>
    public void Watch(string? cache, ICacheStoreStatistics store)
    {
        lock (_gate)
        {
            _stores.RemoveAll(static watched => !watched.Store.TryGetTarget(out _));
            _stores.Add((cache, new WeakReference<ICacheStoreStatistics>(store)));
        }
    }

    private IEnumerable<Measurement<long>> Observe(Func<CacheStoreStatistics, long> value) =>
        Statistics().Select(store => new Measurement<long>(value(store.Statistics), TagsOf(store.Cache)));

    private IEnumerable<Measurement<long>> ObserveEvictions()
    {
        foreach ((string? cache, CacheStoreStatistics statistics) in Statistics())
        {
            yield return new(statistics.EvictedEntries, [.. TagsOf(cache), new(DiagnosticNames.EvictionReasonTag, "max_entries")]);
            yield return new(statistics.EvictedPaths, [.. TagsOf(cache), new(DiagnosticNames.EvictionReasonTag, "max_paths_per_trie")]);
        }
    }

    private List<(string? Cache, CacheStoreStatistics Statistics)> Statistics()
    {
        (string? Cache, WeakReference<ICacheStoreStatistics> Store)[] stores;
        lock (_gate)
        {
            stores = [.. _stores];
        }

        var all = new List<(string?, CacheStoreStatistics)>(stores.Length);
        foreach ((string? cache, WeakReference<ICacheStoreStatistics> reference) in stores)
        {
            if (reference.TryGetTarget(out ICacheStoreStatistics? store))
            {
                all.Add((cache, store.GetStatistics()));
            }
        }

        return all;
    }

    private static KeyValuePair<string, object?>[] TagsOf(string? cache) => cache is null ? [] : [new(DiagnosticNames.CacheTag, cache)];
}
