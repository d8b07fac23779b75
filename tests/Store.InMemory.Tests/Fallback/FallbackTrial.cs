using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Stores.Tests;

/// <summary>A fallback over a primary that can be away, on a clock that is moved.</summary>
internal sealed class FallbackTrial : ILogger<LocalFallbackStore>, IMeterFactory, IAsyncDisposable
{
    private readonly Meter _meter = new(DiagnosticNames.Meter);

    public FallbackTrial(LocalFallbackOptions? options = null)
    {
        Primary = new FaultyStore(Time);
        Store = new LocalFallbackStore(Primary, options, Time, this, this);
    }

    public FakeTimeProvider Time { get; } = new();

    public FaultyStore Primary { get; }

    public LocalFallbackStore Store { get; }

    public List<string> Events { get; } = [];

    public Meter Create(MeterOptions options) => _meter;

    /// <summary>Takes the primary away, and makes the store notice.</summary>
    public async Task LoseAsync()
    {
        Primary.GoAway();
        for (int i = 0; Store.State == FallbackState.Connected; i++)
        {
            i.Should().BeLessThan(100);
            await Store.GetAsync(new CacheKey("nobody:", i, "n"));
        }
    }

    /// <summary>Brings the primary back, and waits until the store works on it and has told it everything.</summary>
    public async Task ReturnAsync()
    {
        Primary.ComeBack();

        // The timer is set again when the try before has failed.
        await Store.Telling;
        Time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => Store.State == FallbackState.Connected && Store.JournalEntries == 0);
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        for (long end = Environment.TickCount64 + 20_000; !condition(); await Task.Delay(1))
        {
            Assert.IsLessThan(end, Environment.TickCount64, "It did not come about in 20 s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Primary.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _meter.Dispose();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Debug;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Events)
        {
            Events.Add($"{logLevel} {eventId.Name}");
        }
    }
}
