using System.Text.Json;

namespace QuickStart;

/// <summary>What became of a recording.</summary>
internal sealed class TrafficSummary(IReadOnlyCollection<RoutedRequest> routed)
{
    public int Requests { get; } = routed.Count;

    public int NewConversations { get; } = routed.Count(route => route.Decision.Found == Found.New);

    public int BySession { get; } = routed.Count(route => route.Decision.Found == Found.Session);

    public int ByConversation { get; } = routed.Count(route => route.Decision.Found == Found.Conversation);

    public int Misrouted { get; } = routed.Count(route => route.Misrouted);

    /// <summary>Requests whose conversation was known, and that went where it went before.</summary>
    public int Returned { get; } = routed.Count(route => route.Decision.Found != Found.New && !route.Misrouted);

    public TimeSpan MedianTime { get; } = routed.Count == 0 ? TimeSpan.Zero : routed.Select(route => route.Time).Order().ElementAt(routed.Count / 2);

    public void WriteJson(TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(new
        {
            requests = Requests,
            newConversations = NewConversations,
            bySession = BySession,
            byConversation = ByConversation,
            misrouted = Misrouted,
        }));
}
