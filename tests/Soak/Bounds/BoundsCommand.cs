using System.Diagnostics;
using System.Globalization;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>Fills stores far beyond their bounds, and prints what that does to them.</summary>
internal static class BoundsCommand
{
    /// <param name="scale">The size: 1 for all of it.</param>
    /// <param name="output">Where the tables go.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<int> RunAsync(double scale, TextWriter output, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var sizes = BoundsSizes.Full.Times(scale);
        var broken = new List<string>();
        IBoundsCheck[] checks =
        [
            new SessionsCheck(sizes.Sessions, sizes.MaxEntries),
            new ConversationsCheck(sizes.Conversations, sizes.MaxEntries),
            new EndlessTenantCheck(sizes.EndlessConversations, sizes.MaxPathsPerTrie),
            new EndlessConversationCheck(sizes.EndlessMessages),
            new EndlessTenantOnRedisCheck(sizes.EndlessConversationsOnRedis, sizes.MaxPathsPerTrie),
            new IdleEntriesCheck(sizes.IdleEntries),
        ];
        foreach (IBoundsCheck check in checks)
        {
            BoundsTable table = await check.RunAsync(cancellationToken);
            await output.WriteLineAsync(table.ToString());
            broken.AddRange(table.Broken.Concat(table.SlowOrLarge).Select(fault => $"{table.Title}: {fault}"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(broken.Count == 0 ? "All bounds held" : "FAILED")}, after {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s."));
        foreach (string fault in broken)
        {
            await output.WriteLineAsync($"  {fault}");
        }

        return broken.Count == 0 ? ExitCodes.Success : ExitCodes.Broken;
    }
}
