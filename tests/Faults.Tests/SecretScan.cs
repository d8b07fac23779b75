using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EmbeddedCache.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Faults.Tests;

/// <summary>Reads every log, exception and metric, and keeps those in which a secret stands: the password, or any name that the load uses.</summary>
internal sealed class SecretScan : ILogger<GatewayCache>, ILogger<Stores.LocalFallbackStore>, IDisposable
{
    public const string Password = "correct-horse-battery";

    /// <summary>Part of every session hash, prefix hash, session id and message.</summary>
    public const string Marker = "confidential";

    private readonly ConcurrentQueue<string> _found = [];
    private readonly MeterListener _listener;
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

    private void Look(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Look(instrument.Name + string.Concat(tags.ToArray()));

    private void Look(string text)
    {
        Interlocked.Increment(ref _looked);
        if ((text.Contains(Password, StringComparison.Ordinal) || text.Contains(Marker, StringComparison.Ordinal)) && _found.Count < 5)
        {
            _found.Enqueue(text);
        }
    }
}
