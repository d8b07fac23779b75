using Gateway.Live;

namespace Gateway.Routing;

/// <summary>Tells what was decided: a line in the log, a row on the page.</summary>
internal sealed partial class Decisions(LiveFeed feed, TimeProvider time, ILogger<Decisions> logger)
{
    private long _count;

    public PendingDecision Begin(GatewayRequest request) => new(this, request, time);

    public void Publish(string caller, Decision decision, string match)
    {
        feed.Publish(decision with { Number = Interlocked.Increment(ref _count) });
        LogDecision(caller, decision.Api, decision.Model, decision.Account, match, decision.Status);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, EventName = "Decision", Message = "{Caller}: {Api} {Model} -> {Account} ({Match}): {Status}")]
    private partial void LogDecision(string caller, string api, string model, string account, string match, int status);
}
