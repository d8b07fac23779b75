using BenchmarkDotNet.Attributes;
using EmbeddedCache.Benchmarks.Memory;

namespace EmbeddedCache.Benchmarks.Developer;

/// <summary>The fingerprint of a body, beside parsing it and beside sub2api's forms.</summary>
[MemoryDiagnoser]
public class FingerprintBenchmarks
{
    private Contender _read = null!;
    private Contender _sub2ApiChain = null!;
    private Contender _sub2ApiSession = null!;
    private Contender _parse = null!;

    [Params("code", "prose", "agent")]
    public string Text { get; set; } = string.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        byte[] body = Text switch { "code" => RequestFingerprints.Code(), "prose" => RequestFingerprints.Prose(), _ => RequestFingerprints.Agent() };
        _read = RequestFingerprints.Read(body);
        _sub2ApiChain = RequestFingerprints.Sub2ApiChain(body);
        _sub2ApiSession = RequestFingerprints.Sub2ApiSession(body);
        _parse = RequestFingerprints.Parse(body);
    }

    [Benchmark]
    public void Read() => Answer.Done(_read.RunAsync(1));

    [Benchmark]
    public void Sub2ApiChain() => Answer.Done(_sub2ApiChain.RunAsync(1));

    [Benchmark]
    public void Sub2ApiSessionHash() => Answer.Done(_sub2ApiSession.RunAsync(1));

    [Benchmark(Baseline = true)]
    public void JsonNodeParse() => Answer.Done(_parse.RunAsync(1));
}
