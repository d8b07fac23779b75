using System.Diagnostics;
using EmbeddedCache;
using EmbeddedCache.Stores;

namespace QuickStart;

/// <summary>Sends a recording through a gateway with three simulated accounts, and reports where each request went.</summary>
internal static class TrafficReplay
{
    private static readonly long[] Accounts = [1, 2, 3];

    public static async Task<int> RunAsync(ICacheStore store, string file, bool json, CancellationToken cancellationToken)
    {
        var gateway = new Gateway(new GatewayCache(store), Accounts);
        var wentTo = new Dictionary<string, long>();
        var routed = new List<RoutedRequest>();
        await foreach (RecordedRequest request in RecordedRequest.ReadAsync(file, cancellationToken))
        {
            RoutedRequest route = await RouteAsync(gateway, file, request, cancellationToken);
            bool misrouted = !wentTo.TryAdd(request.Origin, route.Decision.AccountId) && wentTo[request.Origin] != route.Decision.AccountId;
            routed.Add(route with { Misrouted = misrouted });
        }

        var summary = new TrafficSummary(routed);
        if (json)
        {
            summary.WriteJson(Console.Out);
        }
        else
        {
            TrafficReport.Write(routed, summary, (store as InMemoryCacheStore)?.Count);
        }

        return ExitCodes.Success;
    }

    private static async Task<RoutedRequest> RouteAsync(Gateway gateway, string file, RecordedRequest request, CancellationToken cancellationToken)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            RequestFingerprint fingerprint = RequestFingerprint.Read(request.Api.Kind, request.Body, model: Api.ModelOf(request.Path));
            Decision decision = await gateway.RouteAsync(fingerprint, request.GroupId, request.Tenant, cancellationToken);
            return new RoutedRequest(request, decision, Stopwatch.GetElapsedTime(start));
        }
        catch (FormatException exception)
        {
            throw InputException.At(file, request.Line, exception.Message);
        }
    }
}
