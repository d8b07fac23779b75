using System.Text.Json;
using EmbeddedCache.Stores;

namespace QuickStart;

/// <summary>Replays recorded runs of finds and saves on one trie each, straight on a store, and compares every answer.</summary>
internal static class TraceReplay
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Format = new() { PropertyNameCaseInsensitive = true, RespectRequiredConstructorParameters = true };

    public static async Task<int> RunAsync(ICacheStore store, string file, bool json, CancellationToken cancellationToken)
    {
        int finds = 0;
        int mismatches = 0;
        string replay = Guid.NewGuid().ToString("N");
        Run[] runs = await ReadAsync(file, cancellationToken);
        for (int i = 0; i < runs.Length; i++)
        {
            var key = new CacheKey("trace:", i, replay);
            foreach (Operation operation in runs[i].Ops.OfType<Operation>())
            {
                if (operation.Op == "save")
                {
                    await store.SavePathAsync(key, operation.Chain, operation.Value ?? string.Empty, TimeToLive, cancellationToken);
                }
                else
                {
                    PathMatch? match = await store.FindLongestPrefixAsync(key, operation.Chain, TimeToLive, cancellationToken);
                    finds++;
                    mismatches += match?.Value == operation.Expect ? 0 : 1;
                }
            }

            await store.DeleteAsync(key, cancellationToken);
        }

        Console.WriteLine(json ? JsonSerializer.Serialize(new { finds, mismatches }) : $"finds {finds}, mismatches {mismatches}");
        return mismatches == 0 ? ExitCodes.Success : ExitCodes.Mismatch;
    }

    private static async Task<Run[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using FileStream stream = InputException.Open(file);
        try
        {
            Run[] runs = await JsonSerializer.DeserializeAsync<Run[]>(stream, Format, cancellationToken) ?? [];
            foreach (Run run in runs)
            {
                foreach (Operation? operation in run?.Ops ?? [null])
                {
                    if (operation?.Op is not ("save" or "find") || operation.Chain is null)
                    {
                        throw new InputException($"{file}: not a trace: a run has an operation '{operation?.Op}'.");
                    }
                }
            }

            return runs.Length > 0 ? runs : throw new InputException($"{file}: not a trace: it has no runs.");
        }
        catch (JsonException exception)
        {
            throw InputException.At(file, (exception.LineNumber ?? 0) + 1, "not a trace: it should be a list of runs with \"ops\", each a find or a save of a \"chain\".");
        }
    }

    private sealed record Run(IReadOnlyList<Operation?> Ops);

    private sealed record Operation(string Op, string Chain, string? Value = null, string? Expect = null);
}
