using Gateway.Live;
using Gateway.Upstreams;

namespace Gateway.Routing;

/// <summary>A decision on its way to being told, which happens once, whatever the end.</summary>
internal sealed class PendingDecision(Decisions decisions, GatewayRequest request, TimeProvider time) : IDisposable
{
    // What everybody calls a caller who went away before the answer.
    private const int ClientClosedRequest = 499;
    private const int ClientLength = 8;
    private const int HashLength = 6;

    // A hostile body has millions.
    private const int MaxSegments = 1_024;

    private readonly List<Account> _tried = [];
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private TimeSpan _elapsed;
    private Match? _last;
    private bool _isPublished;

    /// <summary>The cache has been asked.</summary>
    public void Made(Match? match)
    {
        _elapsed = time.GetElapsedTime(request.Received);
        _last = match;
    }

    /// <summary>An account failed.</summary>
    /// <returns>All that failed.</returns>
    public IReadOnlyCollection<Account> Tried(Match match)
    {
        _tried.Add(match.Account);
        return _tried;
    }

    /// <summary>This is what the caller gets, and from whom; null for nobody.</summary>
    public void Publish(Match? match, int status)
    {
        _isPublished = true;
        decisions.Publish(
            request.CallerName,
            new Decision(
                0,
                _at,
                request.PrefixHash[..ClientLength],
                request.Api.Name,
                request.Model,
                match?.FoundBy switch { FoundBy.Session => "session", FoundBy.Conversation => "conversation", _ => "new" },
                match?.MatchedSegments ?? 0,
                [.. request.Chain.Split('-', StringSplitOptions.RemoveEmptyEntries).Take(MaxSegments).Select(static segment => segment[..Math.Min(segment.Length, 2 + HashLength)])],
                match?.Account.Name ?? string.Empty,
                [.. _tried.Where(account => account != match?.Account).Select(static account => account.Name)],
                status,
                request.Streamed,
                _elapsed.TotalMicroseconds),
            match?.Describe(request) ?? "none");
    }

    public void Dispose()
    {
        if (!_isPublished)
        {
            Publish(_last, ClientClosedRequest);
        }
    }
}
