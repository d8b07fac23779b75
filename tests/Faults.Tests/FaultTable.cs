namespace EmbeddedCache.Faults.Tests;

/// <summary>The rows of a run, written out when it ends.</summary>
[TestClass]
public sealed class FaultTable
{
    private static readonly List<FaultRow> Rows = [];

    [AssemblyInitialize]
    public static void Begin(TestContext context) => SharedServers.RequireRedisOnCI();

    [AssemblyCleanup]
    public static void End(TestContext context)
    {
        if (Rows.Count > 0)
        {
            context.DisplayMessage(MessageLevel.Informational, string.Join('\n', Rows.Select(static row => row.ToString()).Prepend(FaultRow.Header)));
            context.DisplayMessage(MessageLevel.Informational, $"{Rows.Sum(static row => row.TextsRead)} logs, exceptions and metrics were read, and no secret stood in one.");
        }
        else
        {
            context.DisplayMessage(MessageLevel.Informational, "No fault was tried.");
        }
    }

    internal static void Add(FaultRow row) => Rows.Add(row);
}
