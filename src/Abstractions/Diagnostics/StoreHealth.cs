using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Diagnostics;

/// <summary>
/// The one writer of the cache's logs and metrics. Counts every failure of the store, and logs the store lost and the store back
/// once each; single failures only at Debug. Nothing here ever carries a key.
/// </summary>
internal sealed partial class StoreHealth
{
    private static readonly Meter SharedMeter = new(DiagnosticNames.Meter);

    private readonly ILogger _logger;
    private readonly Counter<long> _failures;
    private int _lost;

    public StoreHealth(ILogger logger, IMeterFactory? meterFactory)
    {
        _logger = logger;
        Meter meter = meterFactory?.Create(DiagnosticNames.Meter) ?? SharedMeter;
        _failures = meter.CreateCounter<long>(DiagnosticNames.StoreFailures, "{failure}", "Operations that the store failed.");
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _lost) != 0 && Interlocked.Exchange(ref _lost, 0) != 0)
        {
            LogStoreBack(_logger);
        }
    }

    public void Failed(string operation, Exception exception)
    {
        _failures.Add(1, new KeyValuePair<string, object?>(DiagnosticNames.OperationTag, operation));
        if (Interlocked.Exchange(ref _lost, 1) == 0)
        {
            LogStoreLost(_logger, exception);
        }

        LogOperationFailed(_logger, operation, exception);
    }

    [LoggerMessage(EventId = 1, EventName = "StoreLost", Level = LogLevel.Warning, Message = "The cache store failed; finds and model loads answer empty until it is back.")]
    private static partial void LogStoreLost(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2, EventName = "StoreBack", Level = LogLevel.Information, Message = "The cache store answers again.")]
    private static partial void LogStoreBack(ILogger logger);

    [LoggerMessage(EventId = 3, EventName = "OperationFailed", Level = LogLevel.Debug, Message = "The cache store failed at {Operation}.")]
    private static partial void LogOperationFailed(ILogger logger, string operation, Exception exception);
}
