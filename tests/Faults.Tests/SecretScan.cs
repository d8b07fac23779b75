using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Faults.Tests;

/// <summary>
/// Reads every log, exception, metric and activity, and keeps those in which a secret stands: the password, or any name that the load
/// uses. Linked into the tests of abuse.
/// </summary>
internal sealed class SecretScan : ILogger<GatewayCache>, ILogger<Stores.LocalFallbackStore>, IDisposable
{
    public const string Password = "correct-horse-battery";

    /// <summary>Part of every session hash, prefix hash, session id and message.</summary>
    public const string Marker = "confidential";

    private readonly ConcurrentQueue<string> _found = [];
    private readonly MeterListener _listener;
    private readonly ActivityListener _activities;
    private int _looked;

    public SecretScan()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == DiagnosticNames.Meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Look(instrument, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Look(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Look(instrument, tags));
        _listener.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == DiagnosticNames.ActivitySource,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Look,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyCollection<string> Found => _found;

    /// <summary>How many texts were read.</summary>
    public int Looked => _looked;

    /// <summary>Why the fallback found its store still away the last time.</summary>
    public string? LastProbe { get; private set; }

    public void Look(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            Look(cause + string.Concat(cause.Data.Cast<DictionaryEntry>().Select(static entry => $"\n{entry.Key}={entry.Value}")));
        }
    }

    public void Dispose()
    {
        _listener.RecordObservableInstruments();
        _listener.Dispose();
        _activities.Dispose();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Look(formatter(state, exception));
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            Look(string.Concat(values));
        }

        if (exception is not null)
        {
            Look(exception);
            LastProbe = eventId.Name == "FallbackProbeFailed" ? exception.ToString() : LastProbe;
        }
    }

    private void Look(Activity activity) => Look(
        $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription}"
        + string.Concat(activity.TagObjects) + string.Concat(activity.Baggage)
        + string.Concat(activity.Events.Select(static happened => happened.Name + string.Concat(happened.Tags))));

    private void Look(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Look(instrument.Name + string.Concat(tags.ToArray()));

    /// <summary>Reads a text.</summary>
    public void Look(string text)
    {
        Interlocked.Increment(ref _looked);
        if ((text.Contains(Password, StringComparison.Ordinal) || text.Contains(Marker, StringComparison.Ordinal)) && _found.Count < 5)
        {
            _found.Enqueue(text);
        }
    }
}
