using Gateway.Upstreams;

namespace Gateway.Routing;

/// <summary>The way of one request: to the account that knows it, and to another one when that fails.</summary>
internal sealed class Router(Affinity affinity, AccountPool accounts, Upstream upstream, AccountBoard board, Decisions decisions)
{
    /// <summary>Answers a request with what an account answers.</summary>
    /// <exception cref="RefusedException">No account answered.</exception>
    public async Task RouteAsync(HttpContext context, GatewayRequest request)
    {
        using PendingDecision decision = decisions.Begin(request);
        Match? found = await affinity.FindAsync(request, decision.Failed, context.RequestAborted);
        decision.Made(found);
        while (found is { } match)
        {
            using UpstreamAnswer answer = await upstream.SendAsync(match.Account, request, context);
            if (answer.IsSuccess)
            {
                // Before the caller sees any of the answer: the next turn may come as soon as the last byte is out.
                await affinity.KeepAsync(request, match);
                board.Saw(request.Model);
            }
            else if (answer.IsFailure)
            {
                decision.Failed.Add(match.Account);
                await affinity.ForgetAsync(request, match);
                found = await affinity.FindAsync(request, decision.Failed, context.RequestAborted);
                if (found is not null || !answer.CanBePassedOn)
                {
                    continue;
                }
            }

            context.Response.Headers[ForwardedHeaders.Account] = match.Account.Name;
            context.Response.Headers[ForwardedHeaders.Match] = match.Describe(request);
            decision.Publish(match, answer.Status);
            await answer.PassOnAsync(context);
            return;
        }

        decision.Publish(null, StatusCodes.Status503ServiceUnavailable);
        throw new RefusedException(
            StatusCodes.Status503ServiceUnavailable, $"No account could answer for {request.Api.Name}; try again later.", accounts.ReadyFirst(request.Api)?.Wait);
    }
}
