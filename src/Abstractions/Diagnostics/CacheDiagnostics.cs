using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Diagnostics;

/// <summary>
/// The one writer of a cache's logs, metrics and activities. Nothing here ever carries a key. Unwatched, an operation costs a look at whether
/// anybody listens; watched, it allocates nothing of its own but its activity.
/// </summary>
/// <remarks>Every failure of the store is counted; the store lost and the store back are logged once each, single failures only at Debug.</remarks>
internal sealed partial class CacheDiagnostics
{
    private const string Hit = "hit";
    private const string Miss = "miss";
    private const string Done = "ok";
    private const string Error = "error";

    private static readonly ActivitySource Source = new(DiagnosticNames.ActivitySource);

    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly string? _cache;
    private readonly string? _system;
    private readonly CacheInstruments _instruments;
    private int _lost;

    /// <param name="cache">The name of the cache; null for none.</param>
    /// <param name="store">Its store.</param>
    /// <param name="logger">Where events go.</param>
    /// <param name="meterFactory">Who makes the meter; null for one of the process, on which stores don't speak of themselves.</param>
    /// <param name="timeProvider">The clock of the durations.</param>
    public CacheDiagnostics(string? cache, ICacheStore store, ILogger logger, IMeterFactory? meterFactory, TimeProvider timeProvider)
    {
        _cache = cache;
        _logger = logger;
        _timeProvider = timeProvider;
        _system = (((store as IFallbackCacheStore)?.Primary ?? store) as IRemoteCacheStore)?.SystemName;
        _instruments = CacheInstruments.For(meterFactory);
        if (meterFactory is not null && store is ICacheStoreStatistics statistics)
        {
            _instruments.Watch(cache, statistics);
        }
    }

    public CacheOperation Start(string operation)
    {
        bool traced = _system is not null && Source.HasListeners();
        return traced || _instruments.Requests.Enabled || _instruments.Duration.Enabled ? StartWatched(operation, traced) : new CacheOperation(operation, 0, null);
    }

    /// <summary>It was answered, and can find something or nothing.</summary>
    public void Found(in CacheOperation operation, bool hit)
    {
        NoteThatStoreAnswers();
        if (operation.IsWatched)
        {
            End(operation, hit ? Hit : Miss);
        }
    }

    /// <summary>It was done, and cannot miss.</summary>
    public void Succeeded(in CacheOperation operation)
    {
        NoteThatStoreAnswers();
        if (operation.IsWatched)
        {
            End(operation, Done);
        }
    }

    /// <summary>How much of a chain a find matched.</summary>
    public void Matched(ReadOnlySpan<char> chain, int length)
    {
        if (!_instruments.MatchedSegments.Enabled && !_instruments.MatchedShare.Enabled)
        {
            return;
        }

        int segments = Segments(chain);
        int matched = length == 0 ? 0 : Segments(chain[..length]);
        if (_cache is null)
        {
            _instruments.MatchedSegments.Record(matched);
            _instruments.MatchedShare.Record((double)matched / segments);
        }
        else
        {
            _instruments.MatchedSegments.Record(matched, CacheTag);
            _instruments.MatchedShare.Record((double)matched / segments, CacheTag);
        }
    }

    /// <summary>The caller goes on while the store works, and what it does besides is no part of the operation.</summary>
    public static void Leave(in CacheOperation operation)
    {
        if (operation.Activity is { } activity)
        {
            Activity.Current = activity.Parent;
        }
    }

    /// <summary>The caller gave up: no outcome of the store's.</summary>
    public static void Cancelled(in CacheOperation operation)
    {
        if (operation.Activity is { } activity)
        {
            Stop(activity);
        }
    }

    public void Failed(in CacheOperation operation, Exception exception)
    {
        string kind = KindOf(exception);
        KeyValuePair<string, object?> name = new(DiagnosticNames.OperationTag, operation.Name);
        KeyValuePair<string, object?> reason = new(DiagnosticNames.FailureKindTag, kind);
        if (_cache is null)
        {
            _instruments.Failures.Add(1, name, reason);
        }
        else
        {
            _instruments.Failures.Add(1, name, reason, CacheTag);
        }

        if (operation.IsWatched)
        {
            operation.Activity?.SetTag(DiagnosticNames.FailureKindTag, kind).SetStatus(ActivityStatusCode.Error);
            End(operation, Error);
        }

        // An entry that is not what was asked for says nothing of the store.
        if (kind != NameOf(CacheStoreFailure.Entry) && Interlocked.Exchange(ref _lost, 1) == 0)
        {
            LogStoreLost(_logger, exception);
        }

        LogOperationFailed(_logger, operation.Name, exception);
    }

    private static int Segments(ReadOnlySpan<char> chain) => chain.Count(StorePath.Separator) + 1;

    private static string KindOf(Exception exception) => exception switch
    {
        CacheStoreException { Kind: not CacheStoreFailure.Other } failure => NameOf(failure.Kind),
        TimeoutException or OperationCanceledException or CacheStoreException { InnerException: TimeoutException } => NameOf(CacheStoreFailure.Timeout),
        _ => NameOf(CacheStoreFailure.Other),
    };

    private static string NameOf(CacheStoreFailure kind) => kind switch
    {
        CacheStoreFailure.Timeout => "timeout",
        CacheStoreFailure.Unreachable => "unreachable",
        CacheStoreFailure.Refused => "refused",
        CacheStoreFailure.Entry => "entry",
        _ => "other",
    };

    private KeyValuePair<string, object?> CacheTag => new(DiagnosticNames.CacheTag, _cache);

    private CacheOperation StartWatched(string operation, bool traced)
    {
        Activity? activity = traced ? Source.StartActivity($"{operation} {_system}", ActivityKind.Client) : null;
        activity?.SetTag(DiagnosticNames.SystemTag, _system).SetTag(DiagnosticNames.OperationTag, operation);
        if (_cache is not null)
        {
            activity?.SetTag(DiagnosticNames.CacheTag, _cache);
        }

        return new CacheOperation(operation, _timeProvider.GetTimestamp() is var now and not 0 ? now : 1, activity);
    }

    private void End(in CacheOperation operation, string outcome)
    {
        double seconds = _timeProvider.GetElapsedTime(operation.Started).TotalSeconds;
        KeyValuePair<string, object?> name = new(DiagnosticNames.OperationTag, operation.Name);
        KeyValuePair<string, object?> how = new(DiagnosticNames.OutcomeTag, outcome);
        if (_cache is null)
        {
            _instruments.Requests.Add(1, name, how);
            _instruments.Duration.Record(seconds, name, how);
        }
        else
        {
            _instruments.Requests.Add(1, name, how, CacheTag);
            _instruments.Duration.Record(seconds, name, how, CacheTag);
        }

        if (operation.Activity is { } activity)
        {
            activity.SetTag(DiagnosticNames.OutcomeTag, outcome);
            Stop(activity);
        }
    }

    // Stopped where the answer came, in the course of something else, it leaves the activity of that alone.
    private static void Stop(Activity activity)
    {
        Activity? current = Activity.Current;
        activity.Dispose();
        if (current != activity)
        {
            Activity.Current = current;
        }
    }

    private void NoteThatStoreAnswers()
    {
        if (Volatile.Read(ref _lost) != 0 && Interlocked.Exchange(ref _lost, 0) != 0)
        {
            LogStoreBack(_logger);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "StoreLost", Level = LogLevel.Warning, Message = "The cache store failed; finds and model loads answer empty until it is back.")]
    private static partial void LogStoreLost(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2, EventName = "StoreBack", Level = LogLevel.Information, Message = "The cache store answers again.")]
    private static partial void LogStoreBack(ILogger logger);

    [LoggerMessage(EventId = 3, EventName = "OperationFailed", Level = LogLevel.Debug, Message = "The cache store failed at {Operation}.")]
    private static partial void LogOperationFailed(ILogger logger, string operation, Exception exception);
}
