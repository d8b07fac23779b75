using BenchmarkDotNet.Attributes;
using EmbeddedCache.Benchmarks.Memory;

namespace EmbeddedCache.Benchmarks.Developer;

/// <summary>Renewals, settings and counts of what is there already.</summary>
[MemoryDiagnoser]
public class WriteBenchmarks
{
    private const int Operations = Sessions.Count;

    private SessionWrites _writes = null!;
    private Contender _refresh = null!;
    private Contender _set = null!;
    private Contender _increment = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _writes = await SessionWrites.CreateAsync();
        _refresh = _writes.RefreshOurs();
        _set = _writes.SetOurs();
        _increment = _writes.IncrementOurs();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _writes.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Refresh() => Answer.Done(_refresh.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Set() => Answer.Done(_set.RunAsync(Operations));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Increment() => Answer.Done(_increment.RunAsync(Operations));
}
