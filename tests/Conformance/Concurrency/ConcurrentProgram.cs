using CsCheck;

namespace EmbeddedCache.Conformance;

/// <summary>What several threads call at the same time, and what is called before and after, on one or two keys.</summary>
internal sealed record ConcurrentProgram(IReadOnlyList<(int Thread, Operation Operation)> Steps)
{
    /// <summary>The "thread" of the calls before the concurrent ones.</summary>
    public const int Before = -1;

    /// <summary>The "thread" of the looks at what the concurrent calls left; they are not part of a program.</summary>
    public const int After = int.MaxValue;

    /// <summary>
    /// Generates programs for two to four threads. A program keeps to one kind of entry most of the time, to few paths and to few values, so
    /// that its calls are in each other's way.
    /// </summary>
    public static Gen<ConcurrentProgram> Programs =>
        Gen.Int[1, 2].SelectMany(keys => Gen.Frequency((4, Of(Integers(keys))), (4, Of(Tries(keys))), (2, Of(Mixed(keys)))));

    private static Gen<TimeSpan> Life { get; } = Gen.OneOf([.. ProgramTimes.Standing.Lives]);

    private static Gen<ConcurrentProgram> Of(Gen<Operation> operation) =>
        Gen.Select(operation.List[0, 3], operation.List[2, 8].List[2, 4]).Select((before, threads) => new ConcurrentProgram(
            [.. before.Select(step => (Before, step)), .. threads.SelectMany((steps, thread) => steps.Select(step => (thread, step)))]));

    private static Gen<Operation> Integers(int keys) =>
        Gen.Frequency((3, ProgramGen.OnInteger(Key(keys), Life)), (1, ProgramGen.OnEither(Key(keys), Life)));

    private static Gen<Operation> Tries(int keys) => Gen.Frequency(
        (3, FewPaths(Key(keys))),
        (1, ProgramGen.OnEither(Key(keys), Life)));

    private static Gen<Operation> Mixed(int keys) => Gen.Frequency((2, Integers(keys)), (3, Tries(keys)));

    private static Gen<Operation> FewPaths(Gen<int> key)
    {
        Gen<string> path = Gen.OneOf("a", "a-b", "a-b-c", "a-x", "ab");
        Gen<string> value = Gen.OneOf("1:1", "2:2", "3:3", string.Empty);
        return Gen.Frequency(
            (4, Gen.Select(key, path, Life).Select(Operation (k, p, ttl) => new Operation.Find(k, p, ttl))),
            (4, Gen.Select(key, path, value, Life).Select(Operation (k, p, v, ttl) => new Operation.Save(k, p, v, ttl))),
            (2, Gen.Select(key, path).Select(Operation (k, p) => new Operation.Remove(k, p))));
    }

    private static Gen<int> Key(int keys) => Gen.Int[0, keys - 1];
}
