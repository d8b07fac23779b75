using System.Text;
using System.Text.Json.Nodes;
using EmbeddedCache.Tests.Fingerprints;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// Fingerprints of a body of a megabyte in a thousand messages, beside what a gateway does without them first of all: parse it. Code has
/// an escape about every 40 bytes; prose hardly any.
/// </summary>
internal sealed class Fingerprints : IRatioSuite
{
    public string Name => "fingerprint";

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        byte[] code = LargeBody.Anthropic(1_000, 1_000_000);
        byte[] prose = WithoutEscapes(code);
        await Add(run, "code", code);
        await Add(run, "prose", prose);
    }

    private static async Task Add(RatioRun run, string kind, byte[] body)
    {
        var origin = new RequestOrigin("203.0.113.7", "claude-cli/1.0.0", 100);
        IReadOnlyList<Measurement> all = await new RoundRunner().MeasureAsync(
            Compute("DigestChain", () => DigestChain.ForAnthropic(body).Length),
            Compute("SessionHash", () => SessionHash.Compute(body, origin).Length),
            Compute("JsonNode.Parse", () => JsonNode.Parse(body)!.AsObject().Count));
        double megabytesPerSecond = body.Length * 1e3;
        foreach (Measurement ours in all.Take(2))
        {
            run.Add(RatioRow.OfRates($"fingerprint-{ours.Name}-{kind}", ours, all[2], megabytesPerSecond, "MB/s", Budget.TimeAtLeast(3)) with
            {
                Allocated = new Allocation(ours.AllocatedBytes),
            });
        }
    }

    private static Contender Compute(string name, Func<int> compute) => Contender.Of(name, operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(compute() > 0);
        }
    });

    private static byte[] WithoutEscapes(byte[] body) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(@"\""", "'").Replace(@"\n", "  ").Replace(@"\t", "  "));
}
