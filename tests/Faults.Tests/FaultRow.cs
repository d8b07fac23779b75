namespace EmbeddedCache.Faults.Tests;

/// <summary>What came of a fault.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Calls">How many operations were tried.</param>
/// <param name="Failures">How many of them failed, by kind.</param>
/// <param name="Longest">How long the longest took.</param>
/// <param name="LongestCall">Which that was.</param>
/// <param name="UntilNormal">From the moment at which the server worked again to the last failure, or until the fallback was at rest.</param>
/// <param name="Lost">Writes that were acknowledged and are not on the server.</param>
/// <param name="ServerLosesData">Whether the server forgot them.</param>
/// <param name="Lag">How late timers of this machine were meanwhile.</param>
/// <param name="TextsRead">How many logs, exceptions and metrics were looked through for secrets.</param>
internal sealed record FaultRow(
    string Name,
    int Calls,
    string Failures,
    TimeSpan Longest,
    string LongestCall,
    TimeSpan UntilNormal,
    long Lost,
    bool ServerLosesData,
    TimeSpan Lag,
    int TextsRead)
{
    public static string Header { get; } =
        $"{"What happened",-56} {"calls",7}  {"longest ms",-16} {"lag",4}  {"normal after ms",15}  {"acknowledged lost",-22}  failed";

    public override string ToString() =>
        $"{Name,-56} {Calls,7}  {Longest.TotalMilliseconds,6:0} {LongestCall,-9} {Lag.TotalMilliseconds,4:0}  {UntilNormal.TotalMilliseconds,15:0}  "
        + $"{Lost + (ServerLosesData ? " (by the server)" : string.Empty),-22}  {Failures}";
}
