using System.Diagnostics;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// Measures operations that two threads share, and as many that one of them does alone, in turn, by the wall clock. A round counts when
/// nobody took a processor away from either thread; so rounds are short, and as many are tried as it takes.
/// </summary>
internal sealed class TwoThreads
{
    private const int Rounds = 31;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Contender _one;
    private readonly Contender _other;
    private readonly SecondThread _second;
    private readonly List<double> _together = [];
    private readonly List<double> _alone = [];
    private int _operations;

    private TwoThreads(Contender one, Contender other, SecondThread second)
    {
        _one = one;
        _other = other;
        _second = second;
    }

    public Measurement Together => new("2 threads", _together, 0);

    public Measurement Alone => new("1 thread", _alone, 0);

    /// <summary>Measures pairs of contenders, whose rounds take turns.</summary>
    /// <param name="pairs">What the one thread does, and what the other does meanwhile.</param>
    public static async Task<IReadOnlyList<TwoThreads>> MeasureAsync(params IReadOnlyList<(Contender One, Contender Other)> pairs)
    {
        using var second = new SecondThread();
        TwoThreads[] all = [.. pairs.Select(pair => new TwoThreads(pair.One, pair.Other, second))];
        foreach (TwoThreads pair in all)
        {
            await pair.WarmUpAsync();
        }

        for (long start = Stopwatch.GetTimestamp(); all.Any(static pair => pair._together.Count < Rounds) && Stopwatch.GetElapsedTime(start) < Patience;)
        {
            Array.ForEach(all, static pair => pair.Try(acceptInterrupted: false));
        }

        // On a machine that never leaves two threads alone, all rounds have to do.
        while (all.Any(static pair => pair._together.Count < RoundRunner.FewestRounds))
        {
            Array.ForEach(all, static pair => pair.Try(acceptInterrupted: true));
        }

        return all;
    }

    private async Task WarmUpAsync()
    {
        Contender together = Contender.Of("2 threads", operations => RunTogether(operations));
        _operations = (await new RoundRunner { RoundTime = RoundTime }.WarmUpAsync([_one, together]))[0];
    }

    private bool RunTogether(int operations)
    {
        _second.Begin(_other, operations - (operations / 2));
        Answer.Done(_one.RunAsync(operations / 2));
        return _second.WaitForEnd();
    }

    private void Try(bool acceptInterrupted)
    {
        long interruptions = ThreadUsage.Interruptions();
        long start = Stopwatch.GetTimestamp();
        bool undisturbed = RunTogether(_operations);
        TimeSpan together = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        Answer.Done(_one.RunAsync(_operations));
        TimeSpan alone = Stopwatch.GetElapsedTime(start);
        if (acceptInterrupted || (undisturbed && ThreadUsage.Interruptions() == interruptions))
        {
            _together.Add(together.TotalNanoseconds / _operations);
            _alone.Add(alone.TotalNanoseconds / _operations);
        }
    }
}
