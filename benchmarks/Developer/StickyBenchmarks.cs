using BenchmarkDotNet.Attributes;
using EmbeddedCache.Benchmarks.Memory;

namespace EmbeddedCache.Benchmarks.Developer;

/// <summary>The hit of a session, here and in the peers.</summary>
[MemoryDiagnoser]
public class StickyBenchmarks
{
    private const int Operations = Sessions.Count;

    private SessionPeers _peers = null!;
    private Contender _ours = null!;
    private Contender _memoryCache = null!;
    private Contender _hybridCache = null!;
    private Contender _hybridCacheByString = null!;
    private Contender _fusionCache = null!;
    private Contender _concurrentTLru = null!;
    private Contender _concurrentDictionary = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _peers = await SessionPeers.CreateAsync();
        _ours = _peers.GetOurs();
        _memoryCache = _peers.GetMemoryCache();
        _hybridCache = _peers.GetHybridCache();
        _hybridCacheByString = _peers.GetHybridCacheByString();
        _fusionCache = _peers.GetFusionCache();
        _concurrentTLru = _peers.GetConcurrentTLru();
        _concurrentDictionary = _peers.GetConcurrentDictionary();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _peers.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void EmbeddedCache() => Answer.Done(_ours.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void MemoryCache() => Answer.Done(_memoryCache.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void HybridCache() => Answer.Done(_hybridCache.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void HybridCacheByString() => Answer.Done(_hybridCacheByString.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void FusionCache() => Answer.Done(_fusionCache.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void ConcurrentTLru() => Answer.Done(_concurrentTLru.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void ConcurrentDictionary() => Answer.Done(_concurrentDictionary.RunAsync(Operations));
}
