using System.Text;
using System.Text.Json.Nodes;
using EmbeddedCache.Tests.Fingerprints;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// The fingerprint of a body, beside what a gateway does without one first of all: parse it. A megabyte of code (an escape about every 40
/// bytes) and of prose (hardly any) in a thousand messages, and a coding agent's 200 KB with tools, calls and results.
/// </summary>
internal sealed class RequestFingerprints : IRatioSuite
{
    public string Name => "fingerprint";

    public static byte[] Code() => LargeBody.Anthropic(1_000, 1_000_000);

    public static byte[] Prose() =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Code()).Replace(@"\""", "'").Replace(@"\n", "  ").Replace(@"\t", "  "));

    public static byte[] Agent() => LargeBody.Agent(turns: 80);

    public static Contender Read(byte[] body) => Compute("RequestFingerprint", () => RequestFingerprint.Read(LlmApi.Anthropic, body).Chain.Length);

    public static Contender Sub2ApiChain(byte[] body) => Compute("sub2api's chain", () => Sub2ApiFingerprints.AnthropicChain(body).Length);

    public static Contender Sub2ApiSession(byte[] body) => Compute("sub2api's session hash", () => Sub2ApiFingerprints.SessionHash(body).Length);

    public static Contender Parse(byte[] body) => Compute("JsonNode.Parse", () => JsonNode.Parse(body)!.AsObject().Count);

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        await Add(run, "code", Code(), 0.8);
        await Add(run, "prose", Prose(), 0.6);
        await Add(run, "agent", Agent(), 1);
    }

    private static async Task Add(RatioRun run, string kind, byte[] body, double budget)
    {
        IReadOnlyList<Measurement> all = await new RoundRunner { Rounds = 31 }.MeasureAsync(Read(body), Parse(body), Sub2ApiChain(body), Sub2ApiSession(body));
        double megabytesPerSecond = body.Length * 1e3;
        run.Add(RatioRow.OfRates($"fingerprint-{kind}", all[0], all[1], megabytesPerSecond, "MB/s", Budget.TimeAtLeast(budget)) with
        {
            Allocated = new Allocation(all[0].AllocatedBytes, BytesOf(RequestFingerprint.Read(LlmApi.Anthropic, body).Chain)),
        });
        foreach (Measurement other in all.Skip(2))
        {
            run.Add(RatioRow.OfRates($"fingerprint-{kind}", all[0], other, megabytesPerSecond, "MB/s", Budget.None));
        }
    }

    // Nothing is allocated but the answer: a string of a header, a length, its characters and a NUL, and the object. But a collection of what
    // parsing leaves, when it falls into one of our rounds, was seen to count for some hundreds of bytes.
    private static double BytesOf(string chain) => (2 * chain.Length) + 1_024;

    private static Contender Compute(string name, Func<int> compute) => Contender.Of(name, operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(compute() > 0);
        }
    });
}
