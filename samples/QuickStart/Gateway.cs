using EmbeddedCache;

namespace QuickStart;

/// <summary>How a request came to its account.</summary>
internal enum Found
{
    /// <summary>Its session is bound to it.</summary>
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
/// <param name="Segments">How many segments its chain has.</param>
internal readonly record struct Decision(long AccountId, Found Found, int MatchedSegments, int Segments);

/// <summary>The way of one request through a gateway. This is what to copy.</summary>
internal sealed class Gateway(IGatewayCache cache, IReadOnlyCollection<long> accountIds)
{
    public async Task<Decision> RouteAsync(RequestFingerprint request, long groupId, string tenant, CancellationToken cancellationToken)
    {
        string model = request.Model ?? throw new FormatException("The request names no model.");
        ConversationScope scope = ConversationScope.For(request.Api, groupId, tenant, model);
        string? session = request.SessionHash(tenant);

        // Is its session bound to an account? Does it continue a conversation of this tenant? Else the least busy account takes it.
        long? bound = session is null ? null : await cache.GetSessionAccountAsync(groupId, session, cancellationToken);
        ConversationMatch? match = bound is null ? await cache.FindConversationAsync(scope, request.Chain, cancellationToken) : null;
        long account = bound ?? match?.AccountId ?? await LeastBusyAsync(model, cancellationToken);

        // A gateway sends the request upstream here, and remembers where it went when that worked. The conversation is saved on a session hit
        // too: a client that takes a new session id goes on with its history alone.
        await cache.SaveConversationAsync(scope, request.Chain, match?.SessionId ?? session ?? Guid.NewGuid().ToString(), account, cancellationToken);
        if (session is not null)
        {
            await cache.SetSessionAccountAsync(groupId, session, account, cancellationToken: cancellationToken);
        }

        await cache.IncrementModelCallsAsync(account, model, cancellationToken);
        Found found = bound is not null ? Found.Session : match is not null ? Found.Conversation : Found.New;
        return new Decision(account, found, match is { } known ? Segments(request.Chain.AsSpan(0, known.MatchedLength)) : 0, Segments(request.Chain));
    }

    private async Task<long> LeastBusyAsync(string model, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, ModelLoad> loads = await cache.GetModelLoadAsync(accountIds, model, cancellationToken);
        return accountIds.OrderBy(id => loads[id].CallCount).ThenBy(id => loads[id].LastUsedAt).ThenBy(id => id).First();
    }

    private static int Segments(ReadOnlySpan<char> chain) => chain.IsEmpty ? 0 : chain.Count('-') + 1;
}
