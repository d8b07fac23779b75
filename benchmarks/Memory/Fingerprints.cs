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
    private static readonly RequestOrigin Origin = new("203.0.113.7", "claude-cli/1.0.0", 100);

    public string Name => "fingerprint";

    public static byte[] Code() => LargeBody.Anthropic(1_000, 1_000_000);

    public static byte[] Prose() =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Code()).Replace(@"\""", "'").Replace(@"\n", "  ").Replace(@"\t", "  "));

    public static Contender ComputeDigestChain(byte[] body) => Compute("DigestChain", () => DigestChain.ForAnthropic(body).Length);

    public static Contender ComputeSessionHash(byte[] body) => Compute("SessionHash", () => SessionHash.Compute(body, Origin).Length);

    public static Contender Parse(byte[] body) => Compute("JsonNode.Parse", () => JsonNode.Parse(body)!.AsObject().Count);

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await Add(run, "code", Code(), digestChainHeldAt: 1.2, sessionHashHeldAt: 1.3);
        await Add(run, "prose", Prose(), digestChainHeldAt: 0.7, sessionHashHeldAt: 1.2);
    }

    private static async Task Add(RatioRun run, string kind, byte[] body, double digestChainHeldAt, double sessionHashHeldAt)
    {
        IReadOnlyList<Measurement> all = await new RoundRunner().MeasureAsync(ComputeDigestChain(body), ComputeSessionHash(body), Parse(body));
        double megabytesPerSecond = body.Length * 1e3;
        foreach ((Measurement ours, double heldAt) in new[] { (all[0], digestChainHeldAt), (all[1], sessionHashHeldAt) })
        {
            Budget budget = Budget.TimeAtLeast(3).ButHeldAt(heldAt, "Parsing only finds where tokens begin and end; a fingerprint also undoes their escapes, writes them anew and hashes them.");
            run.Add(RatioRow.OfRates($"fingerprint-{ours.Name}-{kind}", ours, all[2], megabytesPerSecond, "MB/s", budget) with
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
}
