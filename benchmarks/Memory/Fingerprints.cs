using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
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

    /// <summary>
    /// The least that a fingerprint has to do with a body's bytes: find the next that counts, know them for UTF-8 and hash them, each by the
    /// framework's own fastest way and once.
    /// </summary>
    public static Contender Floor(byte[] body) => Compute("a scan, a check of UTF-8 and XXH64" + RatioRow.LimitSuffix, () =>
    {
        Answer.Check(body.AsSpan().IndexOf((byte)0) < 0);
        Answer.Check(Utf8.IsValid(body));
        Answer.Check(XxHash64.HashToUInt64(body) != 0);
        return body.Length;
    });

    public async Task RunAsync(RatioRun run, CancellationToken cancellationToken)
    {
        // Of the 530 us that the chain of a megabyte of prose takes, samples showed 95 in the reading of text, 70 in its escaping, 100 in the
        // hash, and the rest in the other tokens, some 10,000: for the members of tool calls and their results alone, which have to be
        // sorted, 150. The floor takes 170, and parsing between 450 and 650, by where its memory comes from.
        const string CodeReason = "Parsing keeps the members of tool calls and results as they stand; the chain sorts them, escapes text for HTML, and hashes it.";
        const string ProseReason = "Parsing looks in such text only for its end; a scan, a check of UTF-8 and XXH64 alone are 3 to 4 times as fast.";
        await Add(run, "code", Code(), Held(2.2, CodeReason), Budget.TimeAtLeast(3));
        await Add(run, "prose", Prose(), Held(0.75, ProseReason), Held(1.5, ProseReason));
    }

    private static Budget Held(double at, string reason) => Budget.TimeAtLeast(3).ButHeldAt(at, reason);

    private static async Task Add(RatioRun run, string kind, byte[] body, Budget digestChain, Budget sessionHash)
    {
        IReadOnlyList<Measurement> all = await new RoundRunner { Rounds = 31 }.MeasureAsync(
            ComputeDigestChain(body), ComputeSessionHash(body), Parse(body), Floor(body));
        Add(run, kind, body, all[0], all, digestChain, DigestChain.ForAnthropic(body));
        Add(run, kind, body, all[1], all, sessionHash, SessionHash.Compute(body, Origin));
    }

    private static void Add(RatioRun run, string kind, byte[] body, Measurement ours, IReadOnlyList<Measurement> all, Budget budget, string answer)
    {
        string name = $"fingerprint-{ours.Name}-{kind}";
        double megabytesPerSecond = body.Length * 1e3;
        run.Add(RatioRow.OfRates(name, ours, all[2], megabytesPerSecond, "MB/s", budget) with
        {
            Allocated = new Allocation(ours.AllocatedBytes, BytesOf(answer)),
        });
        run.Add(RatioRow.OfRates(name, ours, all[3], megabytesPerSecond, "MB/s", Budget.None));
    }

    // Nothing is allocated but the answer: a string is a header, a length, its characters and a NUL, in whole words. But a collection of what
    // parsing leaves, when it falls into one of our rounds, was seen to count for some hundreds of bytes.
    private static double BytesOf(string answer) => (((2 * answer.Length) + 22 + 7) / 8 * 8) + 1_024;

    private static Contender Compute(string name, Func<int> compute) => Contender.Of(name, operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(compute() > 0);
        }
    });
}
