using BenchmarkDotNet.Attributes;
using EmbeddedCache.Benchmarks.Memory;

namespace EmbeddedCache.Benchmarks.Developer;

/// <summary>The fingerprints of a body of a megabyte, beside parsing it.</summary>
[MemoryDiagnoser]
public class FingerprintBenchmarks
{
    private Contender _digestChain = null!;
    private Contender _sessionHash = null!;
    private Contender _parse = null!;

    [Params("code", "prose")]
    public string Text { get; set; } = string.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        byte[] body = Text == "code" ? Fingerprints.Code() : Fingerprints.Prose();
        _digestChain = Fingerprints.ComputeDigestChain(body);
        _sessionHash = Fingerprints.ComputeSessionHash(body);
        _parse = Fingerprints.Parse(body);
    }

    [Benchmark]
    public void DigestChain() => Answer.Done(_digestChain.RunAsync(1));

    [Benchmark]
    public void SessionHash() => Answer.Done(_sessionHash.RunAsync(1));

    [Benchmark(Baseline = true)]
    public void JsonNodeParse() => Answer.Done(_parse.RunAsync(1));
}
