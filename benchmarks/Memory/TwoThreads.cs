using System.Diagnostics;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// Measures operations that two threads share, and as many that one of them does alone, in turn, by the wall clock. A round counts when
/// nobody took a processor away from either thread; so rounds are short, and as many are tried as it takes.
/// </summary>
internal sealed class TwoThreads(Contender one, Contender other)
{
    private const int Rounds = 31;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<double> _together = [];
    private readonly List<double> _alone = [];

    public async Task<(Measurement Together, Measurement Alone)> MeasureAsync()
    {
        using var second = new SecondThread(other);
        Contender together = Contender.Of("2 threads", operations => RunTogether(second, operations));
        int operations = (await new RoundRunner { RoundTime = RoundTime }.WarmUpAsync([one, together]))[0];
        for (long start = Stopwatch.GetTimestamp(); _together.Count < Rounds && Stopwatch.GetElapsedTime(start) < Patience;)
        {
            Try(second, operations, acceptInterrupted: false);
        }

        // On a machine that never leaves two threads alone, all rounds have to do.
        while (_together.Count < RoundRunner.FewestRounds)
        {
            Try(second, operations, acceptInterrupted: true);
        }

        return (new Measurement("2 threads", _together, 0), new Measurement("1 thread", _alone, 0));
    }

    private bool RunTogether(SecondThread second, int operations)
    {
        second.Begin(operations - (operations / 2));
        Answer.Done(one.RunAsync(operations / 2));
        return second.WaitForEnd();
    }

    private void Try(SecondThread second, int operations, bool acceptInterrupted)
    {
        long interruptions = ThreadUsage.Interruptions();
        long start = Stopwatch.GetTimestamp();
        bool undisturbed = RunTogether(second, operations);
        TimeSpan together = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        Answer.Done(one.RunAsync(operations));
        TimeSpan alone = Stopwatch.GetElapsedTime(start);
        if (acceptInterrupted || (undisturbed && ThreadUsage.Interruptions() == interruptions))
        {
            _together.Add(together.TotalNanoseconds / operations);
            _alone.Add(alone.TotalNanoseconds / operations);
        }
    }
}
