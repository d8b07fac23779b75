using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Tests;

/// <summary>What dashboards see.</summary>
[TestClass]
[DoNotParallelize]
public sealed class MetricsTests : IAsyncDisposable
{
    private static readonly ConversationScope Scope = ConversationScope.Gemini(1, "prefix");

    private readonly FakeTimeProvider _time = new();
    private readonly RemoteRecordingStore _store = new();
    private readonly ServiceProvider _provider;
    private readonly IMeterFactory _meters;
    private readonly IGatewayCache _cache;

    public MetricsTests()
    {
        _provider = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<TimeProvider>(_time).AddSingleton<ICacheStore>(_store)
            .AddEmbeddedCache().Services.BuildServiceProvider();
        _meters = _provider.GetRequiredService<IMeterFactory>();
        _cache = _provider.GetRequiredService<IGatewayCache>();
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _store.DisposeAsync();
    }

    [TestMethod]
    public async Task Requests_are_counted_by_operation_and_outcome()
    {
        using MetricCollector<long> requests = Collect<long>(DiagnosticNames.Requests);
        await _cache.GetSessionAccountAsync(1, "h");
        await _cache.SetSessionAccountAsync(1, "h", 2);
        await _cache.GetSessionAccountAsync(1, "h");
        await _cache.RefreshSessionAsync(1, "h");
        await _cache.DeleteSessionAccountAsync(1, "h");
        await _cache.DeleteSessionAccountAsync(1, "h");
        await _cache.FindConversationAsync(Scope, "a");
        await _cache.SaveConversationAsync(Scope, "a", "s", 1);
        await _cache.FindConversationAsync(Scope, "a-b");
        await _cache.GetModelLoadAsync([1], "m");
        await _cache.IncrementModelCallsAsync(1, "m");
        await _cache.GetModelLoadAsync([1], "m");
        _store.Failure = () => new CacheStoreException("away") { Kind = CacheStoreFailure.Unreachable };
        await _cache.FindConversationAsync(Scope, "a");

        requests.GetMeasurementSnapshot().Select(one => $"{one.Tags[DiagnosticNames.OperationTag]} {one.Tags[DiagnosticNames.OutcomeTag]}").Should().Equal(
            "GetSessionAccount miss",
            "SetSessionAccount ok",
            "GetSessionAccount hit",
            "RefreshSession hit",
            "DeleteSessionAccount hit",
            "DeleteSessionAccount miss",
            "FindConversation miss",
            "SaveConversation ok",
            "FindConversation hit",
            "GetModelLoad miss",
            "IncrementModelCalls ok",
            "GetModelLoad hit",
            "FindConversation error");
        requests.GetMeasurementSnapshot().Should().OnlyContain(one => one.Tags.Count == 2 && one.Value == 1);
    }

    [TestMethod]
    public async Task Durations_are_in_seconds()
    {
        using MetricCollector<double> durations = Collect<double>(DiagnosticNames.RequestDuration);
        _store.OnCall = () => _time.Advance(TimeSpan.FromMilliseconds(250));

        await _cache.GetSessionAccountAsync(1, "h");

        durations.LastMeasurement!.Value.Should().BeApproximately(0.25, 1e-9);
        durations.Instrument!.Unit.Should().Be("s");
    }

    [TestMethod]
    public async Task A_find_says_how_much_of_the_chain_was_known()
    {
        using MetricCollector<int> segments = Collect<int>(DiagnosticNames.FindMatchedSegments);
        using MetricCollector<double> share = Collect<double>(DiagnosticNames.FindMatchedShare);
        await _cache.SaveConversationAsync(Scope, "a-b-c", "s", 1);
        await _cache.FindConversationAsync(Scope, "a-b-c-d");
        await _cache.FindConversationAsync(Scope, "x-y");

        segments.GetMeasurementSnapshot().Select(one => one.Value).Should().Equal(3, 0);
        share.GetMeasurementSnapshot().Select(one => one.Value).Should().Equal(0.75, 0);
    }

    [TestMethod]
    [DataRow(CacheStoreFailure.Timeout, "timeout")]
    [DataRow(CacheStoreFailure.Unreachable, "unreachable")]
    [DataRow(CacheStoreFailure.Refused, "refused")]
    [DataRow(CacheStoreFailure.Entry, "entry")]
    [DataRow(CacheStoreFailure.Other, "other")]
    public async Task Failures_are_counted_by_kind(CacheStoreFailure kind, string tag)
    {
        using MetricCollector<long> failures = Collect<long>(DiagnosticNames.StoreFailures);
        _store.Failure = () => new CacheStoreException("no") { Kind = kind };

        await _cache.FindConversationAsync(Scope, "a");

        failures.LastMeasurement!.Tags.Should().Equal(new Dictionary<string, object?> { [DiagnosticNames.OperationTag] = "FindConversation", [DiagnosticNames.FailureKindTag] = tag });
    }

    [TestMethod]
    public async Task A_store_in_memory_says_what_it_keeps_and_gave_up()
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(_time);
        services.AddEmbeddedCache("chat").UseInMemory(options => (options.MaxEntries, options.MaxPathsPerTrie) = (2, 1));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IGatewayCache cache = provider.GetRequiredKeyedService<IGatewayCache>("chat");
        await cache.SaveConversationAsync(Scope, "a", "s", 1);
        await cache.SaveConversationAsync(Scope, "a-b", "s", 1);
        await cache.SetSessionAccountAsync(1, "one", 1);
        await cache.SetSessionAccountAsync(1, "two", 1);
        IMeterFactory meters = provider.GetRequiredService<IMeterFactory>();

        (Collected(meters, DiagnosticNames.StoreEntries), Collected(meters, DiagnosticNames.StoreBytes).Single().Value).Should().Match<(IReadOnlyList<CollectedMeasurement<long>> Entries, long Bytes)>(
            it => it.Entries.Single().Value == 2 && Equals(it.Entries.Single().Tags[DiagnosticNames.CacheTag], "chat") && it.Bytes > 200 && it.Bytes < 4_000);
        Collected(meters, DiagnosticNames.StoreEvictions).Select(one => (one.Tags[DiagnosticNames.EvictionReasonTag], one.Value)).Should().Equal(("max_entries", 1L), ("max_paths_per_trie", 1L));

        _time.Advance(TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromSeconds(30));
        Collected(meters, DiagnosticNames.StoreExpirations).Single().Value.Should().Be(2);
        Collected(meters, DiagnosticNames.StoreEntries).Single().Value.Should().Be(0);
    }

    [TestMethod]
    public async Task Every_round_trip_to_a_server_is_an_activity_without_a_key()
    {
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DiagnosticNames.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await _cache.GetSessionAccountAsync(1, "secret");
        _store.Failure = () => new CacheStoreException("away") { Kind = CacheStoreFailure.Timeout };
        _store.FailsAsynchronously = true;
        await _cache.FindConversationAsync(ConversationScope.Gemini(1, "secret"), "secret");

        activities.Select(activity => (activity.DisplayName, activity.Kind, activity.Status)).Should().Equal(
            ("GetSessionAccount test", ActivityKind.Client, ActivityStatusCode.Unset),
            ("FindConversation test", ActivityKind.Client, ActivityStatusCode.Error));
        activities[0].TagObjects.Should().Equal(
            new KeyValuePair<string, object?>(DiagnosticNames.SystemTag, "test"),
            new KeyValuePair<string, object?>(DiagnosticNames.OperationTag, "GetSessionAccount"),
            new KeyValuePair<string, object?>(DiagnosticNames.OutcomeTag, "miss"));
        activities[1].GetTagItem(DiagnosticNames.FailureKindTag).Should().Be("timeout");
    }

    [TestMethod]
    public async Task A_hit_allocates_nothing_whether_metrics_are_on_or_off()
    {
        await using var store = new InMemoryCacheStore();
        var cache = new GatewayCache(store, meterFactory: _meters);
        await cache.SetSessionAccountAsync(1, "h", 2);
        await cache.SaveConversationAsync(Scope, "a-b", "s", 1);
        AllocatedBy(cache).Should().Be(0, "off");

        long measured = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => measured++);
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => measured++);
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => measured++);
        listener.Start();
        AllocatedBy(cache).Should().Be(0, "on");
        measured.Should().BeGreaterThan(1_000);
    }

    private static long AllocatedBy(GatewayCache cache)
    {
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Use();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Use()
        {
            Expect(cache.GetSessionAccountAsync(1, "h"));
            Expect(cache.RefreshSessionAsync(1, "h"));
            Expect(cache.FindConversationAsync(Scope, "a-b"));
        }

        static void Expect<T>(ValueTask<T> answer)
        {
            if (!answer.IsCompletedSuccessfully || EqualityComparer<T>.Default.Equals(answer.Result, default))
            {
                throw new InvalidOperationException("That was no hit, or not at once.");
            }
        }
    }

    private static IReadOnlyList<CollectedMeasurement<long>> Collected(IMeterFactory meters, string instrument)
    {
        using var collector = new MetricCollector<long>(meters, DiagnosticNames.Meter, instrument);
        collector.RecordObservableInstruments();
        return collector.GetMeasurementSnapshot();
    }

    private MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(_meters, DiagnosticNames.Meter, instrument);

    private sealed class RemoteRecordingStore : RecordingStore, IRemoteCacheStore
    {
        public string SystemName => "test";

        public ValueTask<RemoteStoreStatus> ProbeAsync(CancellationToken cancellationToken = default) => new(new RemoteStoreStatus(1, 1, TimeSpan.Zero));
    }
}
