using Gateway.Live;
using Gateway.Upstreams;

namespace Gateway.Routing;

/// <summary>A decision on its way to being told, which happens once, whatever the end.</summary>
internal sealed class PendingDecision(Decisions decisions, GatewayRequest request, TimeProvider time) : IDisposable
{
    // What everybody calls a caller who went away before the answer.
    private const int ClientClosedRequest = 499;
    private const int HashLength = 6;

    // A hostile body has millions.
    private const int MaxSegments = 1_024;

    private readonly DateTimeOffset _at = time.GetUtcNow();
    private TimeSpan _elapsed;
    private Match? _last;
    private bool _isPublished;

    /// <summary>The accounts that failed the request.</summary>
    public List<Account> Failed { get; } = [];

    /// <summary>The cache has been asked.</summary>
    public void Made(Match? match)
    {
        _elapsed = time.GetElapsedTime(request.Received);
        _last = match;
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
                request.Client,
                request.Api.Name,
                request.Model,
                match?.FoundBy switch { FoundBy.Session => "session", FoundBy.Conversation => "conversation", _ => "new" },
                match?.MatchedSegments ?? 0,
                Shorten(request.Chain),
                match?.Account.Name ?? string.Empty,
                [.. Failed.Where(account => account != match?.Account).Select(static account => account.Name)],
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

    private static List<string> Shorten(ReadOnlySpan<char> chain)
    {
        var segments = new List<string>();
        foreach (Range range in chain.Split('-'))
        {
            if (segments.Count == MaxSegments)
            {
                break;
            }

            ReadOnlySpan<char> segment = chain[range];
            if (!segment.IsEmpty)
            {
                segments.Add(segment[..Math.Min(segment.Length, 2 + HashLength)].ToString());
            }
        }

        return segments;
    }
}
