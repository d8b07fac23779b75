using System.Collections.Concurrent;
using System.Diagnostics;
using EmbeddedCache.Diagnostics;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Tests;

// Activities have one source for all tests, and some listen to it.
[TestClass]
[DoNotParallelize]
public sealed class LateAnswerTests
{
    private readonly LateStore _store = new();
    private readonly GatewayCache _cache;

    public LateAnswerTests() => _cache = new GatewayCache(_store);

    [TestMethod]
    public async Task Every_caller_gets_its_own_answer()
    {
        using var done = new CancellationTokenSource();
        Task ending = Task.Run(async () =>
        {
            var random = new Random(1);
            while (!done.IsCancellationRequested)
            {
                while (_store.Waiting.TryDequeue(out (CacheKey Key, Action<Exception?> End) call))
                {
                    call.End(random.Next(10) == 0 ? new CacheStoreException("Now and then.") : null);
                }

                await Task.Yield();
            }
        });

        await Task.WhenAll(Enumerable.Range(1, 32).Select(caller => Task.Run(async () =>
        {
            var scope = ConversationScope.Gemini(caller, "client");
            for (int call = 0; call < 300; call++)
            {
                try
                {
                    (await _cache.GetSessionAccountAsync(caller, "session")).Should().Be(caller);
                    (await _cache.IncrementModelCallsAsync(caller, "model")).Should().Be(caller);
                    (await _cache.RefreshSessionAsync(caller, "session")).Should().BeTrue();
                }
                catch (CacheStoreException failure)
                {
                    failure.Message.Should().Be("Now and then.");
                }

                // A find that fails is a miss.
                (await _cache.FindConversationAsync(scope, "a-b"))?.AccountId.Should().Be(caller);
            }
        })));

        await done.CancelAsync();
        await ending;
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public async Task An_increment_ends_once_its_count_and_its_note_have(bool noteFails, bool noteFirst)
    {
        Task<long> call = _cache.IncrementModelCallsAsync(7, "model").AsTask();
        (CacheKey Key, Action<Exception?> End)[] waiting = [.. _store.Waiting];
        waiting.Select(static pending => pending.Key.Space).Should().Equal("ag:model_load:", "ag:model_last_used:");
        Action endCount = () => waiting[0].End(null);
        Action endNote = () => waiting[1].End(noteFails ? new CacheStoreException("No note.") : null);

        (noteFirst ? endNote : endCount)();
        await Task.Yield();
        call.IsCompleted.Should().BeFalse();
        (noteFirst ? endCount : endNote)();

        if (noteFails)
        {
            await call.Awaiting(static task => task).Should().ThrowAsync<CacheStoreException>().WithMessage("No note.");
        }
        else
        {
            (await call).Should().Be(7);
        }
    }

    [TestMethod]
    public async Task A_cancelled_call_is_cancelled_and_no_failure()
    {
        using var cancelling = new CancellationTokenSource();
        Task<long?> call = _cache.GetSessionAccountAsync(7, "session", cancelling.Token).AsTask();
        Task<ConversationMatch?> find = _cache.FindConversationAsync(ConversationScope.Gemini(7, "client"), "a-b", cancelling.Token).AsTask();

        await cancelling.CancelAsync();
        _store.EndNext(new OperationCanceledException(cancelling.Token));
        _store.EndNext(new OperationCanceledException(cancelling.Token));

        await call.Awaiting(static task => task).Should().ThrowAsync<OperationCanceledException>();
        await find.Awaiting(static task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    public async Task The_callers_activity_stays_its_own_while_the_store_works_and_after()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is DiagnosticNames.ActivitySource or "gateway",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("gateway");
        foreach (Func<Task> operation in new Func<Task>[]
        {
            () => _cache.GetSessionAccountAsync(7, "session").AsTask(),
            () => _cache.SetSessionAccountAsync(7, "session", 1).AsTask(),
            () => _cache.FindConversationAsync(ConversationScope.Gemini(7, "client"), "a-b").AsTask(),
            () => _cache.SaveConversationAsync(ConversationScope.Gemini(7, "client"), "a-b", "session", 1).AsTask(),
            () => _cache.GetModelLoadAsync([1], "model").AsTask(),
        })
        {
            using Activity? request = source.StartActivity("request");
            request.Should().NotBeNull();

            Task call = operation();
            Activity.Current.Should().Be(request);
            _store.EndNext();
            await call;
            Activity.Current.Should().Be(request);
        }
    }

    [TestMethod]
    public async Task A_failure_that_comes_late_is_logged_in_the_context_of_its_caller()
    {
        var context = new AsyncLocal<string?>();
        var seen = new ConcurrentQueue<string?>();
        var cache = new GatewayCache(_store, logger: new ContextLogger(() => seen.Enqueue(context.Value)));
        foreach (string request in new[] { "first", "second" })
        {
            context.Value = request;
            Task<ConversationMatch?> find = cache.FindConversationAsync(ConversationScope.Gemini(7, "client"), "a-b").AsTask();
            context.Value = null;

            _store.EndNext(new CacheStoreException("Away."));
            (await find).Should().BeNull();
        }

        seen.Distinct().Should().Equal("first", "second");
    }

    private sealed class ContextLogger(Action log) : ILogger<GatewayCache>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => log();
    }
}
