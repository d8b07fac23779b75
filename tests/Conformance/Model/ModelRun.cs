using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>
/// Runs generated programs on a store and compares every answer with the reference model's. The first failing program is made minimal
/// and thrown.
/// </summary>
internal sealed class ModelRun(ICacheStore store, ConformanceClock clock, ConformanceOptions options)
{
    private readonly CsCheck.Gen<List<Operation>> _programs =
        ProgramGen.Program(options.MaxProgramLength, ProgramTimes.Passing(clock));

    // On a clock that is moved, moving it would age the entries of a neighbour: there, one program after the other.
    public Task RunAsync() => Parallel.ForAsync(
        0,
        options.Programs,
        new ParallelOptions { MaxDegreeOfParallelism = clock.IsMoved ? 1 : options.ProgramsAtOnce },
        async (index, _) =>
        {
            List<Operation> program = _programs.Generate(options.Seed, index);
            if (await TryAsync(program) is { } mismatch)
            {
                throw await ExplainAsync(program, index, mismatch);
            }
        });

    private async Task<ConformanceException> ExplainAsync(List<Operation> program, int index, Mismatch found)
    {
        Mismatch smallest = found;
        await Shrinker.ShrinkAsync(program, async steps =>
        {
            Mismatch? mismatch = await TryAsync(steps);
            smallest = mismatch ?? smallest;
            return mismatch is not null;
        });
        return new ConformanceException(
            smallest.Expected,
            smallest.Got,
            $"The last answer of this program is wrong (number {index} of seed {options.Seed}, made minimal)",
            smallest.Steps,
            smallest.Cause);
    }

    private async Task<Mismatch?> TryAsync(IReadOnlyList<Operation> program)
    {
        var keys = new ProgramKeys();
        var entries = new Dictionary<string, PossibleEntries>(StringComparer.Ordinal);
        var steps = new List<string>();
        try
        {
            foreach (Operation operation in program)
            {
                if (operation is Operation.Advance advance)
                {
                    await clock.AdvanceAsync(advance.Time);
                    steps.Add(operation.ToString());
                    continue;
                }

                TimeSpan before = clock.Now;
                IReadOnlyList<Answer> answers;
                try
                {
                    answers = await operation.OnAsync(store, keys);
                }
                catch (Exception unexpected)
                {
                    return new Mismatch([.. steps, $"{operation}"], "no such error", unexpected.GetType().Name, unexpected);
                }

                var now = new TimeWindow(before, clock.Now);
                steps.Add($"{operation} -> {string.Join(", ", answers)}");
                if (Judge(operation, answers, now, [.. operation.Keys.Select(key => EntriesOf(keys[key]))]) is { } expected)
                {
                    return new Mismatch(steps, expected, string.Join(", ", answers));
                }
            }

            return null;
        }
        finally
        {
            await keys.DeleteFromAsync(store);
        }

        PossibleEntries EntriesOf(CacheKey key) =>
            entries.TryGetValue(key.ToString(), out PossibleEntries? known) ? known : entries[key.ToString()] = new PossibleEntries();
    }

    // What was expected; null when the answers are right.
    private string? Judge(Operation operation, IReadOnlyList<Answer> answers, TimeWindow now, IReadOnlyList<PossibleEntries> entries)
    {
        if (operation is Operation.GetMany && answers.Contains(Answer.Refused))
        {
            // One wrong kind among the keys refuses the whole call.
            return entries.Any(entry => entry.MayBeTrie(now, clock.Margin)) ? null : "no error, as none of the keys is a trie";
        }

        string?[] expected = [.. entries.Select((entry, i) => entry.Observe(operation, answers[i], now, clock.Margin))];
        return expected.Any(text => text is not null)
            ? string.Join(", ", expected.Select((text, i) => text ?? answers[i].ToString()))
            : null;
    }

    private sealed record Mismatch(IReadOnlyList<string> Steps, string Expected, string Got, Exception? Cause = null);
}
