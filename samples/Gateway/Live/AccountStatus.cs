namespace Gateway.Live;

/// <summary>An upstream account at this moment.</summary>
/// <param name="Name">Its name; never its key.</param>
/// <param name="Simulated">Whether it is one of the accounts simulated in this process.</param>
/// <param name="InFlight">Requests that are on their way to it.</param>
/// <param name="Requests">Requests that it answered since the start.</param>
/// <param name="Failures">Requests that it failed since the start.</param>
/// <param name="CoolingUntil">Until when others get its requests, because it failed one; null while it takes requests.</param>
/// <param name="CallsByModel">Calls by model, as the cache counts them.</param>
internal sealed record AccountStatus(
    string Name,
    bool Simulated,
    int InFlight,
    long Requests,
    long Failures,
    DateTimeOffset? CoolingUntil,
    IReadOnlyDictionary<string, long> CallsByModel);
