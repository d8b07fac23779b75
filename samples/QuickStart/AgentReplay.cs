using EmbeddedCache;
using EmbeddedCache.Stores;

namespace QuickStart;

/// <summary>
/// Sends recordings of real coding agents through a gateway with ten simulated accounts, and counts the requests that came back to the account
/// of the request they continue: once as they are, and once with only the history to go by.
/// </summary>
internal static class AgentReplay
{
    private static readonly long[] Accounts = [.. Enumerable.Range(1, 10)];

    // Nothing names the session.
    private static readonly SessionSignals HistoryOnly = new() { Headers = [], BodyFields = [] };

    public static async Task<int> RunAsync(ICacheStore store, string folder, bool json, CancellationToken cancellationToken)
    {
        var rows = new List<AgentRow>();
        foreach (string file in Files(folder))
        {
            AgentRequest[] requests = [.. AgentRequest.Read(file)];
            (int expected, int returned) = await ReplayAsync(store, file, requests, SessionSignals.Default, cancellationToken);
            (int expectedByHistory, int returnedByHistory) = await ReplayAsync(store, file, requests, HistoryOnly, cancellationToken);
            rows.Add(new AgentRow(Path.GetFileNameWithoutExtension(file), requests.Length, expected, returned, expectedByHistory, returnedByHistory));
        }

        AgentReport.Write(rows, json);
        return ExitCodes.Success;
    }

    private static string[] Files(string folder)
    {
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new InputException($"{folder}: it holds no recordings, *.jsonl.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{folder}: {exception.Message}");
        }
    }

    private static async Task<(int Expected, int Returned)> ReplayAsync(
        ICacheStore store, string file, IReadOnlyList<AgentRequest> requests, SessionSignals signals, CancellationToken cancellationToken)
    {
        var gateway = new Gateway(new GatewayCache(store), Accounts);
        bool isHistoryOnly = signals == HistoryOnly;
        string tenant = Guid.NewGuid().ToString();
        var seen = new Dictionary<int, (long Account, string? Model)>();
        var last = new Dictionary<string, (long Account, string? Model)>();
        (int expected, int returned) = (0, 0);
        foreach (AgentRequest request in requests)
        {
            RequestFingerprint fingerprint = Read(file, request, signals);
            Decision decision = await gateway.RouteAsync(fingerprint, groupId: 1, tenant, cancellationToken);

            // Where the client names its session, what it sent last in it is continued. No provider's cache survives a change of the model.
            (long Account, string? Model)? before =
                request.Continues is { } number && seen.TryGetValue(number, out (long, string?) continued) ? continued
                : !isHistoryOnly && request.Session is { } session && last.TryGetValue(session, out (long, string?) latest) ? latest
                : null;
            if (before is { } known && (!isHistoryOnly || known.Model == fingerprint.Model))
            {
                expected++;
                returned += known.Account == decision.AccountId ? 1 : 0;
            }

            seen[request.Number] = (decision.AccountId, fingerprint.Model);
            if (request.Session is not null)
            {
                last[request.Session] = (decision.AccountId, fingerprint.Model);
            }
        }

        return (expected, returned);
    }

    private static RequestFingerprint Read(string file, AgentRequest request, SessionSignals signals)
    {
        try
        {
            Api api = Api.Of(request.Path) ?? throw new FormatException($"no API is known for the path '{request.Path}'.");
            return RequestFingerprint.Read(api.Kind, request.Body, name => request.Headers.GetValueOrDefault(name), Api.ModelOf(request.Path), signals);
        }
        catch (FormatException exception)
        {
            throw new InputException($"{file}, request {request.Number}: {exception.Message}");
        }
    }
}
