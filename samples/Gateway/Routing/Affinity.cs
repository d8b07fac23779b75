using System.Text;
using EmbeddedCache;
using EmbeddedCache.Stores;
using Gateway.Upstreams;

namespace Gateway.Routing;

/// <summary>Which account a request belongs to. This is what to copy.</summary>
/// <remarks>A store that fails costs requests their account, never their answer.</remarks>
internal sealed partial class Affinity(IGatewayCache cache, AccountPool accounts, ILogger<Affinity> logger)
{
    /// <summary>The account that has seen most of a request before; null when none is left that could take it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failed">The accounts that failed it already.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<Match?> FindAsync(GatewayRequest request, IReadOnlyCollection<Account> failed, CancellationToken cancellationToken)
    {
        Account[] ready = [.. accounts.Ready(request.Api).Except(failed)];

        // Does the session stick to an account?
        long? stuckTo = await SessionAccountAsync(request, cancellationToken);
        if (ready.FirstOrDefault(account => account.Id == stuckTo) is { } sticky)
        {
            return new Match(sticky, FoundBy.Session, request.SessionHash!);
        }

        // Does it continue a conversation of this client?
        ConversationMatch? known = await cache.FindConversationAsync(request.Scope, request.Chain, cancellationToken);
        if (known is { } match && ready.FirstOrDefault(account => account.Id == match.AccountId) is { } same)
        {
            return new Match(same, FoundBy.Conversation, match.SessionId, Segments(request.Chain.AsSpan(0, match.MatchedLength)));
        }

        // It is new, or has to move, because its account is gone or cools down; it stays where it moves to. When all accounts cool down, one
        // try is better than an outage, which a single request that fails everywhere could otherwise make for everybody.
        Account? other = await LeastBusyAsync(ready, request, cancellationToken) ?? (failed.Count == 0 ? accounts.ReadyFirst(request.Api)?.Account : null);
        return other is null ? null : new Match(other, FoundBy.New, known?.SessionId ?? Guid.NewGuid().ToString());
    }

    /// <summary>Remembers the account that answered a request.</summary>
    /// <remarks>
    /// The conversation is saved on a session hit as well: a session is lost with its client's restart or an eviction, and the next request
    /// then still finds all of it. A session that was found is renewed and not set: another request may have moved it meanwhile.
    /// </remarks>
    public Task KeepAsync(GatewayRequest request, Match match) => Task.WhenAll(
        TryAsync(async () => await cache.SaveConversationAsync(request.Scope, request.Chain, match.SessionId, match.Account.Id)),
        TryAsync(() => KeepSessionAsync(request, match)),
        TryAsync(async () => await cache.IncrementModelCallsAsync(match.Account.Id, request.Model)));

    /// <summary>Forgets that a session sticks to an account that failed it, unless another request has moved it meanwhile.</summary>
    public async Task ForgetAsync(GatewayRequest request, Match match)
    {
        if (match.FoundBy == FoundBy.Session && request.SessionHash is { } session && await SessionAccountAsync(request, CancellationToken.None) == match.Account.Id)
        {
            await TryAsync(async () => await cache.DeleteSessionAccountAsync(request.GroupId, session));
        }
    }

    public static int Segments(ReadOnlySpan<char> chain) => chain.IsEmpty ? 0 : chain.Count('-') + 1;

    private async Task<long?> SessionAccountAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        long? account = null;
        if (request.SessionHash is { } session)
        {
            await TryAsync(async () => account = await cache.GetSessionAccountAsync(request.GroupId, session, cancellationToken));
        }

        return account;
    }

    private async Task KeepSessionAsync(GatewayRequest request, Match match)
    {
        if (request.SessionHash is not { } session)
        {
            return;
        }

        if (match.FoundBy == FoundBy.Session)
        {
            await cache.RefreshSessionAsync(request.GroupId, session);
        }
        else
        {
            await cache.SetSessionAccountAsync(request.GroupId, session, match.Account.Id);
        }
    }

    private async Task<Account?> LeastBusyAsync(Account[] candidates, GatewayRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, ModelLoad> loads = await cache.GetModelLoadAsync([.. candidates.Select(static account => account.Id)], request.Model, cancellationToken);

        // What is on its way is counted only when it is answered. Of equals a hash decides, or the first request for each model would go to the same.
        return candidates
            .OrderBy(account => loads[account.Id].CallCount + account.InFlight)
            .ThenBy(account => loads[account.Id].LastUsedAt)
            .ThenBy(account => ShortHash.Compute(Encoding.UTF8.GetBytes($"{account.Id}:{request.Client}:{request.Chain}")), StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private async Task TryAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (CacheStoreException exception)
        {
            LogStoreFailed(exception);
        }
    }

    // The cache itself logs once that the store is lost and once that it is back: this is for whoever looks closer.
    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, EventName = "StoreFailed", Message = "The cache's store failed; the request goes on without it.")]
    private partial void LogStoreFailed(Exception exception);
}
