using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>
/// Runs generated concurrent programs on a store and looks for an order that explains each history, key by key. A history that has none
/// is made minimal and thrown.
/// </summary>
internal sealed class ConcurrentRun(ICacheStore store, ConformanceClock clock, ConformanceOptions options)
{
    // A race shows only now and then, so each smaller program gets more chances than the one that was found.
    private const int ChancesPerAttempt = 30;

    private static readonly string[] PathsLookedAtAfterwards = ["a", "a-b", "a-b-c", "a-x", "ab"];

    public async Task RunAsync()
    {
        for (int index = 0; index < options.ConcurrentPrograms; index++)
        {
            ConcurrentProgram program = ConcurrentProgram.Programs.Generate(options.Seed, index);
            if (await FailureAsync(program, options.Repetitions) is { } found)
            {
                throw await ExplainAsync(index, program, found);
            }
        }
    }

    private async Task<ConformanceException> ExplainAsync(int index, ConcurrentProgram program, IReadOnlyList<HistoryCall> found)
    {
        IReadOnlyList<HistoryCall> smallest = found;
        await Shrinker.ShrinkAsync(program.Steps, async steps =>
        {
            IReadOnlyList<HistoryCall>? failure = await FailureAsync(new ConcurrentProgram(steps), ChancesPerAttempt);
            smallest = failure ?? smallest;
            return failure is not null;
        });
        return new ConformanceException(
            "answers that some order of the calls explains, each call within its bounds",
            "the answers below",
            $"The calls on one key are not linearizable (concurrent program number {index} of seed {options.Seed}, made minimal).",
            smallest.OrderBy(call => call.Called).Select(call => call.ToString()));
    }

    // The calls on the first key whose history nothing explains; null when all is well.
    private async Task<IReadOnlyList<HistoryCall>?> FailureAsync(ConcurrentProgram program, int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            TimeSpan start = clock.Now;
            IReadOnlyList<HistoryCall> history = await RecordAsync(program);
            var window = new TimeWindow(start, clock.Now);
            foreach (IGrouping<int, HistoryCall> onOneKey in history.GroupBy(call => call.Key))
            {
                if (!LinearizabilitySearch.IsLinearizable([.. onOneKey], window, clock.Margin))
                {
                    return [.. onOneKey];
                }
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<HistoryCall>> RecordAsync(ConcurrentProgram program)
    {
        var keys = new ProgramKeys();
        var recorder = new HistoryRecorder(store, keys);
        try
        {
            ILookup<int, Operation> calls = program.Steps.ToLookup(step => step.Thread, step => step.Operation);
            await recorder.CallAsync(ConcurrentProgram.Before, [.. calls[ConcurrentProgram.Before]]);

            Operation[][] threads = [.. calls.Where(steps => steps.Key != ConcurrentProgram.Before).Select(steps => steps.ToArray())];
            await SideBySide.RunAsync(threads.Length, async thread =>
            {
                await recorder.CallAsync(thread, threads[thread]);
                return true;
            });

            // What all the calls left tells whether one of them was lost.
            foreach (int key in program.Steps.SelectMany(step => step.Operation.Keys).Distinct())
            {
                await recorder.CallAsync(ConcurrentProgram.After, [.. LooksAt(key)]);
            }

            return recorder.History;
        }
        finally
        {
            await keys.DeleteFromAsync(store);
        }
    }

    private static IEnumerable<Operation> LooksAt(int key)
    {
        yield return new Operation.GetTimeToLive(key);
        yield return new Operation.Get(key);
        foreach (string path in PathsLookedAtAfterwards)
        {
            yield return new Operation.Find(key, path, ProgramTimes.Standing.Lives[0]);
        }
    }
}
