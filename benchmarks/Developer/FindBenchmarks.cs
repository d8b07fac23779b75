using BenchmarkDotNet.Attributes;
using EmbeddedCache.Benchmarks.Memory;

namespace EmbeddedCache.Benchmarks.Developer;

/// <summary>The longest known beginning of a conversation, here, in a flat cache, and the comparison that no trie can pass.</summary>
[MemoryDiagnoser]
public class FindBenchmarks
{
    private const int Operations = 16;

    private FindWorkload _workload = null!;
    private Contender _ours = null!;
    private Contender _flat = null!;
    private Contender _flatBySpans = null!;
    private Contender _comparison = null!;

    [Params(2, 10, 50, 200, 1_000)]
    public int Segments { get; set; }

    [Params("End", "Start", "Miss")]
    public string Match { get; set; } = string.Empty;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _workload = await FindWorkload.CreateAsync(Segments, Enum.Parse<MatchEnd>(Match));
        _ours = _workload.Ours();
        _flat = _workload.Flat();
        _flatBySpans = _workload.FlatBySpans();
        _comparison = _workload.Comparison();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _workload.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void EmbeddedCache() => Answer.Done(_ours.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Flat() => Answer.Done(_flat.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void FlatBySpans() => Answer.Done(_flatBySpans.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Comparison() => Answer.Done(_comparison.RunAsync(Operations));
}
