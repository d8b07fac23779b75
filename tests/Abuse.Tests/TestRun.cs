namespace EmbeddedCache.Abuse.Tests;

/// <summary>What all tests of a run share.</summary>
[TestClass]
public sealed class TestRun
{
    [AssemblyInitialize]
    public static void Begin(TestContext context) => SharedServers.RequireRedisOnCI();

    [AssemblyCleanup]
    public static async Task End(TestContext context)
    {
        context.DisplayMessage(MessageLevel.Informational, SharedServers.Coverage);
        await SharedServers.StopAsync();
    }
}
