using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Tests;

[TestClass]
public sealed class GatewayCacheFailureTests : IAsyncDisposable
{
    private static readonly ConversationScope Scope = ConversationScope.Gemini(1, "secret-prefix");

    private readonly RecordingStore _store = new();
    private readonly RecordingLogger _logger = new();
    private readonly GatewayCache _cache;

    public GatewayCacheFailureTests() => _cache = new GatewayCache(_store, logger: _logger);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Finds_and_load_reads_are_best_effort(bool asynchronously)
    {
        await _cache.SaveConversationAsync(Scope, "a", "s", 1);
        await _cache.IncrementModelCallsAsync(1, "m");
        Fail(() => new TimeoutException("slow"), asynchronously);

        (await _cache.FindConversationAsync(Scope, "a")).Should().BeNull();
        (await _cache.GetModelLoadAsync([1, 2], "m")).Should().Equal(new Dictionary<long, ModelLoad> { [1] = default, [2] = default });
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Everything_else_throws_with_the_cause_inside_and_no_key_in_the_message(bool asynchronously)
    {
        var cause = new TimeoutException("slow");
        Fail(() => cause, asynchronously);
        Func<Task>[] calls =
        [
            async () => await _cache.GetSessionAccountAsync(1, "secret-hash"),
            async () => await _cache.SetSessionAccountAsync(1, "secret-hash", 2),
            async () => await _cache.RefreshSessionAsync(1, "secret-hash"),
            async () => await _cache.DeleteSessionAccountAsync(1, "secret-hash"),
            async () => await _cache.SaveConversationAsync(Scope, "secret-chain", "secret-session", 1),
            async () => await _cache.IncrementModelCallsAsync(1, "secret-model"),
        ];
        foreach (Func<Task> call in calls)
        {
            CacheStoreException exception = (await call.Should().ThrowAsync<CacheStoreException>()).Which;
            exception.InnerException.Should().BeSameAs(cause);
            exception.Message.Should().NotContain("secret");
        }

        _logger.Lines.Should().NotContain(line => line.Contains("secret", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_stores_own_exception_passes_as_it_is()
    {
        var failure = new CacheStoreException("The store is away.");
        Fail(() => failure, asynchronously: true);

        Func<Task> call = async () => await _cache.GetSessionAccountAsync(1, "h");
        (await call.Should().ThrowAsync<CacheStoreException>()).Which.Should().BeSameAs(failure);
    }

    [TestMethod]
    public async Task A_cancelled_call_is_cancelled_and_no_failure()
    {
        var cancelled = new CancellationToken(canceled: true);
        Func<Task>[] calls =
        [
            async () => await _cache.GetSessionAccountAsync(1, "h", cancelled),
            async () => await _cache.SetSessionAccountAsync(1, "h", 2, cancellationToken: cancelled),
            async () => await _cache.RefreshSessionAsync(1, "h", cancellationToken: cancelled),
            async () => await _cache.DeleteSessionAccountAsync(1, "h", cancelled),
            async () => await _cache.FindConversationAsync(Scope, "a", cancelled),
            async () => await _cache.FindConversationAsync(Scope, string.Empty, cancelled),
            async () => await _cache.SaveConversationAsync(Scope, "a", "s", 1, cancelled),
            async () => await _cache.IncrementModelCallsAsync(1, "m", cancelled),
            async () => await _cache.GetModelLoadAsync([1], "m", cancelled),
        ];
        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<OperationCanceledException>();
        }

        _logger.Lines.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_cancellation_that_the_caller_did_not_ask_for_is_a_failure_of_the_store()
    {
        Fail(() => new OperationCanceledException("its own timeout"), asynchronously: true);

        (await _cache.FindConversationAsync(Scope, "a")).Should().BeNull();
        Func<Task> call = async () => await _cache.GetSessionAccountAsync(1, "h");
        await call.Should().ThrowAsync<CacheStoreException>();
    }

    [TestMethod]
    public async Task A_disposed_store_is_no_failure_but_a_mistake()
    {
        await _store.DisposeAsync();

        Func<Task> call = async () => await _cache.FindConversationAsync(Scope, "a");
        await call.Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestMethod]
    public async Task The_store_lost_and_the_store_back_are_logged_once_each()
    {
        Fail(() => new TimeoutException("slow"), asynchronously: false);
        for (int i = 0; i < 5; i++)
        {
            await _cache.FindConversationAsync(Scope, "a");
        }

        _store.Failure = null;
        for (int i = 0; i < 5; i++)
        {
            await _cache.FindConversationAsync(Scope, "a");
        }

        _logger.Lines.Where(line => !line.StartsWith("Debug", StringComparison.Ordinal)).Should().SatisfyRespectively(
            line => line.Should().StartWith("Warning StoreLost"),
            line => line.Should().StartWith("Information StoreBack"));
        _logger.Lines.Count(line => line.StartsWith("Debug OperationFailed", StringComparison.Ordinal)).Should().Be(5);
    }

    [TestMethod]
    public async Task Every_failure_is_counted_by_its_operation()
    {
        using var factory = new TestMeterFactory();
        var cache = new GatewayCache(_store, meterFactory: factory);
        var counted = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, factory.Made) && instrument.Name == DiagnosticNames.StoreFailures)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            count.Should().Be(1);
            counted.Add(tags.ToArray().Single(tag => tag.Key == DiagnosticNames.OperationTag).Value as string);
        });
        listener.Start();

        Fail(() => new TimeoutException("slow"), asynchronously: false);
        await cache.FindConversationAsync(Scope, "a");
        await cache.GetModelLoadAsync([1], "m");
        await cache.Invoking(async failing => await failing.GetSessionAccountAsync(1, "h")).Should().ThrowAsync<CacheStoreException>();

        counted.Should().Equal("FindConversation", "GetModelLoad", "GetSessionAccount");
    }

    private void Fail(Func<Exception> failure, bool asynchronously)
    {
        _store.Failure = failure;
        _store.FailsAsynchronously = asynchronously;
    }

    private sealed class TestMeterFactory : IMeterFactory
    {
        public Meter? Made { get; private set; }

        public Meter Create(MeterOptions options) => Made = new Meter(options);

        public void Dispose() => Made?.Dispose();
    }

    private sealed class RecordingLogger : ILogger<GatewayCache>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {eventId.Name} {formatter(state, exception)} {exception}");
    }
}
