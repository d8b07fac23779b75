using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Stores;

/// <summary>The logs and metrics of a <see cref="LocalFallbackStore"/>. Nothing here ever carries a key.</summary>
internal sealed partial class FallbackDiagnostics : IDisposable
{
    private readonly ILogger _logger;
    private readonly Meter? _ownMeter;
    private readonly Counter<long> _replayed;

    public FallbackDiagnostics(LocalFallbackStore store, ILogger logger, IMeterFactory? meterFactory)
    {
        _logger = logger;
        Meter meter = meterFactory?.Create(DiagnosticNames.Meter) ?? (_ownMeter = new Meter(DiagnosticNames.Meter));
        meter.CreateObservableGauge(
            DiagnosticNames.FallbackActive, () => store.State == FallbackState.Connected ? 0 : 1, unit: null, "Whether the cache works in the memory of this process, as its store is away.");
        meter.CreateObservableGauge(
            DiagnosticNames.FallbackJournal, () => store.JournalEntries, "{entry}", "Keys and paths that the store is still to be told.");
        meter.CreateObservableCounter(
            DiagnosticNames.FallbackDropped, () => store.DroppedEntries, "{entry}", "Keys and paths that the store will never be told, as the journal was full.");
        _replayed = meter.CreateCounter<long>(DiagnosticNames.FallbackReplayed, "{entry}", "Keys and paths of the journal that the store was told, or needed not be.");
    }

    public void Left(Exception exception) => LogLeft(_logger, exception);

    public void StillAway(Exception exception) => LogStillAway(_logger, exception);

    public void Returned() => LogReturned(_logger);

    public void Replayed(ReplayOutcome outcome, int entries) =>
        _replayed.Add(entries, new KeyValuePair<string, object?>(DiagnosticNames.OutcomeTag, outcome switch
        {
            ReplayOutcome.Told => "told",
            ReplayOutcome.Newer => "newer",
            ReplayOutcome.Expired => "expired",
            _ => "refused",
        }));

    public void Lost(int entries) => LogLost(_logger, entries);

    public void Dispose() => _ownMeter?.Dispose();

    [LoggerMessage(EventId = 101, EventName = "FallbackBegan", Level = LogLevel.Warning, Message = "The cache store is away; the cache works on in the memory of this process.")]
    private static partial void LogLeft(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 102, EventName = "FallbackEnded", Level = LogLevel.Information, Message = "The cache store is back, was told what was written meanwhile, and is used again.")]
    private static partial void LogReturned(ILogger logger);

    [LoggerMessage(EventId = 103, EventName = "FallbackProbeFailed", Level = LogLevel.Debug, Message = "The cache store is still away.")]
    private static partial void LogStillAway(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 104, EventName = "FallbackJournalLost", Level = LogLevel.Warning, Message = "The cache was disposed before its store could be told {Entries} entries that were written while it was away.")]
    private static partial void LogLost(ILogger logger, int entries);
}
