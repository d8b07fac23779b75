using System.Globalization;
using Gateway.Upstreams;

namespace Gateway.Routing;

/// <summary>The account that is right for a request, and how it was found.</summary>
/// <param name="Account">The account.</param>
/// <param name="FoundBy">How it was found.</param>
/// <param name="SessionId">What the conversation is saved under.</param>
/// <param name="MatchedSegments">Of a conversation: how many segments of its chain were known.</param>
internal sealed record Match(Account Account, FoundBy FoundBy, string SessionId, int MatchedSegments = 0)
{
    /// <summary><c>session</c>, <c>conversation 2/4</c> or <c>new</c>.</summary>
    public string Describe(GatewayRequest request) => FoundBy switch
    {
        FoundBy.Session => "session",
        FoundBy.Conversation => string.Create(CultureInfo.InvariantCulture, $"conversation {MatchedSegments}/{Affinity.Segments(request.Chain)}"),
        _ => "new",
    };
}
