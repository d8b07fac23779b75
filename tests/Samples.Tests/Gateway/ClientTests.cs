namespace EmbeddedCache.Samples.Tests;

/// <summary>Conversations of many turns, held by the APIs' own clients, through one gateway that keeps its memory in process.</summary>
[TestClass]
public sealed class ClientTests
{
    [TestMethod]
    [DataRow("anthropic", false)]
    [DataRow("anthropic", true)]
    [DataRow("openai-chat", false)]
    [DataRow("openai-chat", true)]
    [DataRow("openai-responses", false)]
    [DataRow("openai-responses", true)]
    [DataRow("gemini", false)]
    [DataRow("gemini", true)]
    public async Task Every_turn_returns_to_its_account_with_tools_and_forks(string api, bool streamed)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        await Scenario.RunAsync(api, streamed, () => gateway.Address);
    }
}
