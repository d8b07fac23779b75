using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EmbeddedCache.Diagnostics;
using EmbeddedCache.Internal;
using EmbeddedCache.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedCache;

/// <summary>
/// The memory of an LLM gateway over any <see cref="ICacheStore"/>. It makes the keys, parses the values, applies the defaults and
/// the best-effort rule, and checks arguments, so that a store stays small. It owns nothing: whoever made the store disposes it.
/// </summary>
public sealed partial class GatewayCache : IGatewayCache
{
    private readonly ICacheStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly CacheDiagnostics _diagnostics;
    private readonly AnswerReader _answers;

    // Replaced as a whole when the options change; an operation reads it once for each thing it needs.
    private volatile Settings _settings;

    /// <summary>A cache over a store.</summary>
    /// <param name="store">Where it keeps its memory.</param>
    /// <param name="options">The default lives and bounds, read once; null for the defaults of <see cref="GatewayCacheOptions"/>.</param>
    /// <param name="timeProvider">The clock that says when a model was last used; null for the system's.</param>
    /// <param name="logger">Where failures of the store are logged; null for nowhere.</param>
    /// <param name="meterFactory">Who makes the meter <see cref="DiagnosticNames.Meter"/>; null for one of the process.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public GatewayCache(
        ICacheStore store,
        GatewayCacheOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<GatewayCache>? logger = null,
        IMeterFactory? meterFactory = null)
        : this(name: null, store, options, timeProvider, logger, meterFactory)
    {
    }

    /// <summary>The same with a name, which its metrics carry.</summary>
    internal GatewayCache(
        string? name,
        ICacheStore store,
        GatewayCacheOptions? options,
        TimeProvider? timeProvider,
        ILogger<GatewayCache>? logger,
        IMeterFactory? meterFactory)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new GatewayCacheOptions();
        options.Validate();

        _store = store;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _diagnostics = new CacheDiagnostics(name, store, logger ?? NullLogger<GatewayCache>.Instance, meterFactory, _timeProvider);
        _answers = new AnswerReader(this);
        _settings = new Settings(options);
    }

    /// <summary>Uses other options from now on, valid ones. What is stored keeps the life that it was given.</summary>
    internal void Apply(GatewayCacheOptions options) => _settings = new Settings(options);

    /// <inheritdoc/>
    public ValueTask<long?> GetSessionAccountAsync(long groupId, string sessionHash, CancellationToken cancellationToken = default)
    {
        CacheKey key = SessionKeyOf(groupId, sessionHash);
        CacheOperation operation = _diagnostics.Start("GetSessionAccount");
        try
        {
            return Watch(_store.GetAsync(key, cancellationToken), _answers, operation, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask SetSessionAccountAsync(long groupId, string sessionHash, long accountId, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        CacheKey key = SessionKeyOf(groupId, sessionHash);
        TimeSpan life = SessionLife(timeToLive);
        CacheOperation operation = _diagnostics.Start("SetSessionAccount");
        try
        {
            return Watch(_store.SetAsync(key, accountId, life, cancellationToken), operation, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RefreshSessionAsync(long groupId, string sessionHash, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        CacheKey key = SessionKeyOf(groupId, sessionHash);
        TimeSpan life = SessionLife(timeToLive);
        CacheOperation operation = _diagnostics.Start("RefreshSession");
        try
        {
            return Watch(_store.ExpireAsync(key, life, cancellationToken), _answers, operation, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteSessionAccountAsync(long groupId, string sessionHash, CancellationToken cancellationToken = default)
    {
        CacheKey key = SessionKeyOf(groupId, sessionHash);
        CacheOperation operation = _diagnostics.Start("DeleteSessionAccount");
        try
        {
            return Watch(_store.DeleteAsync(key, cancellationToken), _answers, operation, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ConversationMatch?> FindConversationAsync(ConversationScope scope, string chain, CancellationToken cancellationToken = default)
    {
        string path = PathOf(scope, chain);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ConversationMatch?>(cancellationToken);
        }

        if (path.Length == 0)
        {
            return new((ConversationMatch?)null);
        }

        CacheOperation operation = _diagnostics.Start("FindConversation");
        try
        {
            ValueTask<PathMatch?> pending = _store.FindLongestPrefixAsync(scope.Key, path, _settings.ConversationTimeToLive, cancellationToken);
            return pending.IsCompletedSuccessfully
                ? new(MatchOf(pending.Result, path, operation))
                : StoreCall<PathMatch?, ConversationMatch?>.ResultOf(pending, _answers, new StoreCallFacts(operation, path, cancellationToken));
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            _diagnostics.Failed(operation, exception);
            return new((ConversationMatch?)null);
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SaveConversationAsync(ConversationScope scope, string chain, string sessionId, long accountId, CancellationToken cancellationToken = default)
    {
        string path = PathOf(scope, chain);
        Arguments.CheckName(sessionId);
        cancellationToken.ThrowIfCancellationRequested();
        if (path.Length == 0)
        {
            return;
        }

        string value = SessionValue.Format(sessionId, accountId);
        CacheOperation operation = _diagnostics.Start("SaveConversation");
        try
        {
            await _store.SavePathAsync(scope.Key, path, value, _settings.ConversationTimeToLive, cancellationToken).ConfigureAwait(false);
            _diagnostics.Succeeded(operation);
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> IncrementModelCallsAsync(long accountId, string model, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(model);
        var calls = new CacheKey(KeySpaces.ModelCalls, accountId, model);
        var lastUsed = new CacheKey(KeySpaces.ModelLastUsed, accountId, model);
        CacheOperation operation = _diagnostics.Start("IncrementModelCalls");
        try
        {
            // Both are on their way before either is awaited: one round trip. Both are awaited, whatever becomes of one.
            ValueTask<long> increment = _store.IncrementAsync(calls, _settings.ModelLoadTimeToLive, cancellationToken);
            ValueTask note = NoteLastUse(lastUsed, cancellationToken);
            if (!increment.IsCompletedSuccessfully || !note.IsCompletedSuccessfully)
            {
                return StoreCall<long, long>.ResultOf(increment, note, _answers, new StoreCallFacts(operation, null, cancellationToken));
            }

            note.GetAwaiter().GetResult();
            return new(_answers.Read(increment.Result, new StoreCallFacts(operation, null, cancellationToken)));
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<long, ModelLoad>> GetModelLoadAsync(IReadOnlyCollection<long> accountIds, string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accountIds);
        Arguments.CheckName(model);
        cancellationToken.ThrowIfCancellationRequested();

        var loads = new Dictionary<long, ModelLoad>(accountIds.Count);
        foreach (long accountId in accountIds)
        {
            loads[accountId] = default;
        }

        if (loads.Count == 0)
        {
            return loads;
        }

        long[] ids = [.. loads.Keys];
        var keys = new CacheKey[2 * ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            keys[2 * i] = new CacheKey(KeySpaces.ModelCalls, ids[i], model);
            keys[(2 * i) + 1] = new CacheKey(KeySpaces.ModelLastUsed, ids[i], model);
        }

        CacheOperation operation = _diagnostics.Start("GetModelLoad");
        try
        {
            IReadOnlyList<long?> values = await _store.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < ids.Length; i++)
            {
                loads[ids[i]] = new ModelLoad(values[2 * i] ?? 0, MomentOf(values[(2 * i) + 1]));
            }

            _diagnostics.Found(operation, values.Any(static value => value is not null));
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            _diagnostics.Failed(operation, exception);
            foreach (long id in ids)
            {
                loads[id] = default;
            }
        }

        return loads;
    }

    // What the store throws at once waits for its turn as well: the increment is on its way.
    private ValueTask NoteLastUse(CacheKey key, CancellationToken cancellationToken)
    {
        try
        {
            return _store.SetAsync(key, _timeProvider.GetUtcNow().ToUnixTimeSeconds(), _settings.ModelLoadTimeToLive, cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    // A store that answers at once, as one in memory does, costs neither a wait nor anything else of a StoreCall.
    private ValueTask<T> Watch<T>(ValueTask<T> pending, IAnswerReader<T, T> answers, CacheOperation operation, CancellationToken cancellationToken)
    {
        if (!pending.IsCompletedSuccessfully)
        {
            return StoreCall<T, T>.ResultOf(pending, answers, new StoreCallFacts(operation, null, cancellationToken));
        }

        T result = pending.Result;
        _diagnostics.Found(operation, IsHit(result));
        return new(result);
    }

    private ValueTask Watch(ValueTask pending, CacheOperation operation, CancellationToken cancellationToken)
    {
        if (!pending.IsCompletedSuccessfully)
        {
            CacheDiagnostics.Leave(operation);
            return Await(pending, operation, cancellationToken);
        }

        _diagnostics.Succeeded(operation);
        return pending;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Await(ValueTask pending, CacheOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await pending.ConfigureAwait(false);
            _diagnostics.Succeeded(operation);
        }
        catch (Exception exception) when (IsFailure(operation, exception, cancellationToken))
        {
            throw Failed(operation, exception);
        }
    }

    private ConversationMatch? MatchOf(PathMatch? match, string path, in CacheOperation operation)
    {
        ConversationMatch? conversation = match is { } found ? ConversationMatch.From(found) : null;
        _diagnostics.Found(operation, conversation is not null);
        _diagnostics.Matched(path, conversation?.MatchedLength ?? 0);
        return conversation;
    }

    // No integer and "there was none" are the default values of what the store answers.
    private static bool IsHit<T>(T result) => !EqualityComparer<T>.Default.Equals(result, default);

    private static CacheKey SessionKeyOf(long groupId, string sessionHash)
    {
        Arguments.CheckName(sessionHash);
        return new CacheKey(KeySpaces.Sessions, groupId, sessionHash);
    }

    private TimeSpan SessionLife(TimeSpan? timeToLive)
    {
        if (timeToLive is not { } life)
        {
            return _settings.SessionTimeToLive;
        }

        Arguments.CheckTimeToLive(life, nameof(timeToLive));
        return life;
    }

    // What of a chain is looked up and saved.
    private string PathOf(in ConversationScope scope, string chain)
    {
        if (scope.Key.Name is null)
        {
            throw new ArgumentException("The default value is no scope; make one with ConversationScope.For.", nameof(scope));
        }

        ArgumentNullException.ThrowIfNull(chain);
        return Arguments.CheckChain(chain, _settings.MaxChainSegments);
    }

    // What stands there came from this gateway or another one; seconds that no calendar has are as good as none.
    private static DateTimeOffset? MomentOf(long? unixSeconds) =>
        unixSeconds is { } seconds && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    // The caller's own cancellation and mistakes in the use of a store are not failures of the store.
    private static bool IsFailure(in CacheOperation operation, Exception exception, CancellationToken cancellationToken)
    {
        bool isFailure = exception switch
        {
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            ObjectDisposedException or ArgumentException => false,
            _ => true,
        };
        if (!isFailure)
        {
            CacheDiagnostics.Cancelled(operation);
        }

        return isFailure;
    }

    private CacheStoreException Failed(in CacheOperation operation, Exception exception)
    {
        _diagnostics.Failed(operation, exception);
        return exception as CacheStoreException ?? new CacheStoreException($"The cache store failed at {operation.Name}.", exception);
    }

    private sealed class Settings(GatewayCacheOptions options)
    {
        public TimeSpan SessionTimeToLive { get; } = options.SessionTimeToLive;

        public TimeSpan ModelLoadTimeToLive { get; } = options.ModelLoadTimeToLive;

        public TimeSpan ConversationTimeToLive { get; } = options.ConversationTimeToLive;

        public int MaxChainSegments { get; } = options.MaxChainSegments;
    }
}
