using EmbeddedCache;

namespace QuickStart;

/// <summary>How a request came to its account.</summary>
internal enum Found
{
    /// <summary>Its session stuck to it.</summary>
    Session,

    /// <summary>It continues a conversation that went there.</summary>
    Conversation,

    /// <summary>Nothing was known: the least busy account was picked.</summary>
    New,
}

/// <summary>Where a request goes, and why.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Found">How it was found.</param>
/// <param name="MatchedSegments">Of a conversation: how many segments of its chain were known.</param>
/// <param name="Segments">Of a conversation: how many segments its chain has.</param>
internal readonly record struct Decision(long AccountId, Found Found, int MatchedSegments = 0, int Segments = 0);

/// <summary>The way of one request through a gateway. This is what to copy.</summary>
internal sealed class Gateway(IGatewayCache cache, IReadOnlyCollection<long> accountIds)
{
    public async Task<Decision> RouteAsync(RecordedRequest request, CancellationToken cancellationToken)
    {
        // Does the session stick to an account?
        string sessionHash = SessionHash.Compute(request.Body, new RequestOrigin(request.ClientIp, request.UserAgent, request.ApiKeyId));
        if (sessionHash.Length > 0 && await cache.GetSessionAccountAsync(request.GroupId, sessionHash, cancellationToken) is { } stuckTo)
        {
            await cache.RefreshSessionAsync(request.GroupId, sessionHash, cancellationToken: cancellationToken);
            await cache.IncrementModelCallsAsync(stuckTo, request.Model, cancellationToken);
            return new Decision(stuckTo, Found.Session);
        }

        // Does it continue a conversation of this client? The recording knows keys, not users: a key stands for its user.
        string chain = request.Api.DigestChain(request.Body);
        string prefixHash = PrefixHash.Compute(request.ApiKeyId, request.ApiKeyId, request.ClientIp, request.UserAgent, request.Api.Name, request.Model);
        ConversationScope scope = request.Api.Scope(request.GroupId, prefixHash);
        ConversationMatch? match = await cache.FindConversationAsync(scope, chain, cancellationToken);

        Decision decision = match is { } known
            ? new Decision(known.AccountId, Found.Conversation, Segments(chain.AsSpan(0, known.MatchedLength)), Segments(chain))
            : new Decision(await LeastBusyAsync(request.Model, cancellationToken), Found.New, 0, Segments(chain));

        // A gateway sends the request upstream here, and remembers where it went when that worked.
        string sessionId = match?.SessionId ?? Guid.NewGuid().ToString();
        await cache.SaveConversationAsync(scope, chain, sessionId, decision.AccountId, cancellationToken);
        if (sessionHash.Length > 0)
        {
            await cache.SetSessionAccountAsync(request.GroupId, sessionHash, decision.AccountId, cancellationToken: cancellationToken);
        }

        await cache.IncrementModelCallsAsync(decision.AccountId, request.Model, cancellationToken);
        return decision;
    }

    private async Task<long> LeastBusyAsync(string model, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, ModelLoad> loads = await cache.GetModelLoadAsync(accountIds, model, cancellationToken);
        return accountIds.OrderBy(id => loads[id].CallCount).ThenBy(id => loads[id].LastUsedAt).ThenBy(id => id).First();
    }

    private static int Segments(ReadOnlySpan<char> chain) => chain.IsEmpty ? 0 : chain.Count('-') + 1;
}
