namespace EmbeddedCache.Faults.Tests;

/// <summary>
/// What a gateway does all day, by several workers at a moderate pace: enough to have calls under way at any moment, and little enough
/// that a slow machine measures the fault and not the load.
/// </summary>
internal sealed class GatewayLoad(IGatewayCache cache, Ledger ledger, Tally tally)
{
    public const int Workers = 16;
    public const int KeysPerWorker = 40;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(4);

    public static string SessionOf(int worker, int key) => $"{SecretScan.Marker}-session-{worker}-{key}";

    public static ConversationScope ScopeOf(int worker) => ConversationScope.Anthropic(worker, $"{SecretScan.Marker}-prefix-{worker}");

    public static string ChainOf(int key) => $"s:{SecretScan.Marker}-u:{key}-a:{key}";

    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => RunAsync(worker, stopping), CancellationToken.None)));

    private async Task RunAsync(int worker, CancellationToken stopping)
    {
        for (int turn = 0; !stopping.IsCancellationRequested; turn++)
        {
            await StepAsync(worker, turn % 6, (turn / 6) % KeysPerWorker);
            await Task.Delay(Pace, CancellationToken.None);
        }
    }

    private Task StepAsync(int worker, int step, int key) => step switch
    {
        0 => tally.CallAsync("set", async () =>
        {
            long value = ledger.Try((worker, key, IsConversation: false));
            await cache.SetSessionAccountAsync(worker, SessionOf(worker, key), value);
            ledger.Acknowledge((worker, key, IsConversation: false), value);
        }),
        1 => tally.CallAsync("get", async () => await cache.GetSessionAccountAsync(worker, SessionOf(worker, key))),
        2 => tally.CallAsync("save", async () =>
        {
            long value = ledger.Try((worker, key, IsConversation: true));
            await cache.SaveConversationAsync(ScopeOf(worker), ChainOf(key), $"{SecretScan.Marker}-id", value);
            ledger.Acknowledge((worker, key, IsConversation: true), value);
        }),
        3 => tally.CallAsync("find", async () => await cache.FindConversationAsync(ScopeOf(worker), ChainOf(key) + "-u:next"), isBestEffort: true),
        4 => tally.CallAsync("increment", async () =>
        {
            await cache.IncrementModelCallsAsync(worker, "model");
            ledger.Count(worker);
        }),
        _ => tally.CallAsync("load", async () => await cache.GetModelLoadAsync([worker, worker + 1, worker + 2], "model"), isBestEffort: true),
    };
}
