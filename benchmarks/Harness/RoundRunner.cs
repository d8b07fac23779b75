using System.Diagnostics;
using System.Runtime;

namespace EmbeddedCache.Benchmarks;

/// <summary>
/// Measures contenders in interleaved rounds of one process: each round runs every contender for a few milliseconds, and the next one
/// runs them in the opposite order. So a machine that gets slower for a while makes all of them slower, and the medians pass over the
/// rounds that something else disturbed. What a thread does by itself is measured in the processor's time that it had, so that other
/// programs on the machine do not count.
/// </summary>
/// <remarks>
/// The code runs as in a user's Release process: tiered compilation and its profile-guided optimization are on. Code is compiled again
/// after 30 calls, in the background, once no new code came for 100 ms; so all contenders are run in turn until the runtime has
/// compiled nothing for longer than that, and only then is anything measured.
/// </remarks>
internal sealed class RoundRunner
{
    private const int WarmUpTurns = 64;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(220);
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(1);

    public const int FewestRounds = 7;

    /// <summary>How many rounds there are; at least <see cref="FewestRounds"/>.</summary>
    public int Rounds { get; init; } = 15;

    /// <summary>About how long one contender runs in a round: less than a time slice, so that many rounds are undisturbed ones.</summary>
    public TimeSpan RoundTime { get; init; } = TimeSpan.FromMilliseconds(6);

    /// <summary>When the warm-up ends, whatever the runtime is still compiling.</summary>
    public TimeSpan LongestWarmUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <returns>A measurement for each contender, in their order.</returns>
    public async ValueTask<IReadOnlyList<Measurement>> MeasureAsync(params IReadOnlyList<Contender> contenders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, FewestRounds);
        IReadOnlyList<int> operations = await WarmUpAsync(contenders);
        double[][] nanoseconds = [.. contenders.Select(_ => new double[Rounds])];
        long[] allocated = new long[contenders.Count];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                await LeadInAsync(contenders[index], operations[index]);
                (TimeSpan time, long bytes) = await RunAsync(contenders[index], operations[index]);
                nanoseconds[index][round] = time.TotalNanoseconds / operations[index];
                allocated[index] += bytes;
            }
        }

        return [.. contenders.Select((contender, index) =>
            new Measurement(contender.Name, nanoseconds[index], (double)allocated[index] / Rounds / operations[index]))];
    }

    // What the contender before has pushed out of the processor's caches is brought back first, by half as many operations.
    private static ValueTask LeadInAsync(Contender contender, int operations) =>
        contender.OperationsPerRound == 0 ? contender.RunAsync((operations + 1) / 2) : ValueTask.CompletedTask;

    /// <summary>Runs all contenders until their code is what it stays.</summary>
    /// <returns>How many operations of each fill a round.</returns>
    public async ValueTask<IReadOnlyList<int>> WarmUpAsync(IReadOnlyList<Contender> contenders)
    {
        int[] operations = [.. contenders.Select(static contender => Math.Max(1, contender.OperationsPerRound))];
        long start = Stopwatch.GetTimestamp();
        long lastCompilation = start;
        long compiled = 0;
        for (int turn = 0; !IsWarm(turn, start, lastCompilation); turn++)
        {
            for (int index = 0; index < contenders.Count; index++)
            {
                Contender contender = contenders[index];
                (TimeSpan time, _) = await RunAsync(contender, operations[index]);
                if (contender.OperationsPerRound == 0)
                {
                    operations[index] = Fill(TurnTime, operations[index], time);
                }
            }

            long now = JitInfo.GetCompiledMethodCount();
            if (now != compiled)
            {
                compiled = now;
                lastCompilation = Stopwatch.GetTimestamp();
            }
        }

        for (int index = 0; index < contenders.Count; index++)
        {
            if (contenders[index].OperationsPerRound == 0)
            {
                (TimeSpan time, _) = await RunAsync(contenders[index], operations[index]);
                operations[index] = Fill(RoundTime, operations[index], time);
            }
        }

        return operations;
    }

    private bool IsWarm(int turns, long start, long lastCompilation) =>
        Stopwatch.GetElapsedTime(start) > LongestWarmUp
        || (turns >= WarmUpTurns && Stopwatch.GetElapsedTime(lastCompilation) > Quiet);

    // At most 16 times as many as before: a first call is slow, and no measure of the next ones.
    private static int Fill(TimeSpan wanted, int operations, TimeSpan took) =>
        (int)Math.Clamp(operations * (wanted / Max(took, TimeSpan.FromTicks(1))), 1, Math.Min(16L * operations, int.MaxValue / 2));

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static async ValueTask<(TimeSpan Time, long AllocatedBytes)> RunAsync(Contender contender, int operations)
    {
        await contender.PrepareAsync(operations);
        long before = AllocatedBytes(contender);
        TimeSpan start = Now(contender);
        await contender.RunAsync(operations);
        TimeSpan time = Now(contender) - start;
        return (time, AllocatedBytes(contender) - before);
    }

    private static TimeSpan Now(Contender contender) =>
        contender.GoesOnElsewhere ? Stopwatch.GetElapsedTime(0) : ThreadUsage.ProcessorTime();

    private static long AllocatedBytes(Contender contender) =>
        contender.GoesOnElsewhere ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
}
