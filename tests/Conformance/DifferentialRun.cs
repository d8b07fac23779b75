using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>
/// Runs the same generated programs on two stores and compares their answers one by one. Time does not pass in them; times to live are
/// minutes, compared to within the time that the program took and a margin.
/// </summary>
public static class DifferentialRun
{
    /// <summary>How many programs are compared when nothing else is said.</summary>
    public const int Programs = 2_000;

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Compares two stores.</summary>
    /// <param name="first">Opens the one.</param>
    /// <param name="second">Opens the other.</param>
    /// <param name="options">How much is compared; null for 2,000 programs and else the defaults.</param>
    /// <returns>A task that ends when all answers were the same.</returns>
    /// <exception cref="ConformanceException">Two answers differ. The message has the program, made minimal, and both answers.</exception>
    public static async Task CompareAsync(
        Func<ValueTask<StoreUnderTest>> first,
        Func<ValueTask<StoreUnderTest>> second,
        ConformanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        options ??= new ConformanceOptions { Programs = Programs };

        await using StoreUnderTest one = await first();
        await using StoreUnderTest other = await second();
        CsCheck.Gen<List<Operation>> programs = ProgramGen.Program(options.MaxProgramLength, ProgramTimes.Standing);
        await Parallel.ForAsync(
            0,
            options.Programs,
            new ParallelOptions { MaxDegreeOfParallelism = options.ProgramsAtOnce },
            async (index, _) =>
            {
                List<Operation> program = programs.Generate(options.Seed, index);
                if (await DifferenceAsync(program, one.Store, other.Store) is { } difference)
                {
                    throw await ExplainAsync(program, index, difference, one.Store, other.Store, options);
                }
            });
    }

    private static async Task<ConformanceException> ExplainAsync(
        List<Operation> program, int index, Difference found, ICacheStore one, ICacheStore other, ConformanceOptions options)
    {
        Difference smallest = found;
        await Shrinker.ShrinkAsync(program, async steps =>
        {
            Difference? difference = await DifferenceAsync(steps, one, other);
            smallest = difference ?? smallest;
            return difference is not null;
        });
        return new ConformanceException(
            $"{smallest.One}, as from {one.GetType().Name}",
            $"{smallest.Other}, from {other.GetType().Name}",
            $"Two stores differ in the last answer of this program (number {index} of seed {options.Seed}, made minimal).",
            smallest.Steps);
    }

    private static async Task<Difference?> DifferenceAsync(IReadOnlyList<Operation> program, ICacheStore one, ICacheStore other)
    {
        var keys = new ProgramKeys();
        var steps = new List<string>();
        ConformanceClock clock = ConformanceClock.RealTime();
        try
        {
            foreach (Operation operation in program)
            {
                IReadOnlyList<Answer> answersOfOne = await operation.OnAsync(one, keys);
                IReadOnlyList<Answer> answersOfOther = await operation.OnAsync(other, keys);
                steps.Add($"{operation} -> {string.Join(", ", answersOfOne)}");
                TimeSpan tolerance = clock.Now + Margin;
                if (answersOfOne.Zip(answersOfOther).Any(pair => !AreSame(operation, pair.First, pair.Second, tolerance)))
                {
                    return new Difference(steps, string.Join(", ", answersOfOne), string.Join(", ", answersOfOther));
                }
            }

            return null;
        }
        finally
        {
            await keys.DeleteFromAsync(one);
            await keys.DeleteFromAsync(other);
        }
    }

    private static bool AreSame(Operation operation, Answer one, Answer other, TimeSpan tolerance) =>
        (one.Value, other.Value) is (TimeSpan lifeInOne, TimeSpan lifeInOther)
            ? (lifeInOne - lifeInOther).Duration() <= tolerance
            : one == other || MayDiffer(operation, one, other);

    // The contract leaves open whether a path that can never be saved is looked at before or after the kind of the entry.
    private static bool MayDiffer(Operation operation, Answer one, Answer other) =>
        (one == Answer.Refused || other == Answer.Refused) && operation switch
        {
            Operation.Find find => find.Path.Length == 0 || find.Path[0] == '-',
            Operation.Save save => save.Path.All(character => character == '-'),
            Operation.Remove remove => remove.Path.All(character => character == '-'),
            _ => false,
        };

    private sealed record Difference(IReadOnlyList<string> Steps, string One, string Other);
}
