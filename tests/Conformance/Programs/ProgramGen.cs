using CsCheck;

namespace EmbeddedCache.Conformance;

/// <summary>
/// Generates programs. Everything is drawn from small sets, so that keys are met again, paths share stems, fork and meet, and deadlines
/// are hit; program <c>i</c> of a seed is always the same one.
/// </summary>
internal static class ProgramGen
{
    // A long conversation, of which long paths are beginnings: stores look at their candidates in batches, and there one goes wrong.
    private static readonly string[] Trunk = [.. Enumerable.Range(0, 400).Select(i => $"{(i % 2 == 0 ? 'u' : 'a')}:{i * 7919 % 1009:x}")];

    // Paths that a program comes back to: nested, forked, alike.
    private static readonly Gen<string> KnownPath = Gen.OneOf(
        "a", "a-b", "a-b-c", "a-b-c-d", "a-x", "ab", "b", "u:abc", "u:abcd", "é-世界", "é-世界-😀");

    private static readonly Gen<string> OddPath = Gen.OneOf(
        string.Empty, "-", "--", "-a", "a-", "a--b", "a-b-", "-a-b", "a-b--c", "A", "é-世界-");

    private static readonly Gen<string> AnyPath = Gen.Frequency(
            (10, Gen.OneOf("a", "b", "ab", "u:abc", "u:abcd")),
            (2, Gen.OneOf("A", "é", "世界", "😀", "a b", "%s")),
            (1, Gen.Const(string.Empty)))
        .List[0, 5]
        .Select(segments => string.Join('-', segments));

    private static readonly Gen<string> LongPath = Gen.Select(
            Gen.OneOf(1, 2, 3, 31, 32, 33, 127, 128, 129, 200, 255, 256, 257, 399, 400),
            Gen.OneOf(string.Empty, string.Empty, "-", "-fork", "-a-b"))
        .Select((depth, tail) => string.Join('-', Trunk[..depth]) + tail);

    private static readonly Gen<string> Path = Gen.Frequency((12, KnownPath), (4, OddPath), (4, AnyPath), (4, LongPath));

    private static readonly Gen<string> Value = Gen.Frequency(
        (12, Gen.OneOf("s1:1", "s2:22", "s3:333", "no colon", "é:世")),
        (2, Gen.Const(string.Empty)));

    private static readonly Gen<long> Integer = Gen.OneOf(0L, 1, -1, 41, 1_700_000_000, long.MinValue, long.MaxValue, long.MaxValue - 1);

    /// <summary>
    /// A program of up to so many operations. Some keep to one key, some use all; most lean to one kind of entry, so that the two kinds
    /// meet without always being in each other's way.
    /// </summary>
    public static Gen<List<Operation>> Program(int maxLength, ProgramTimes times) =>
        Gen.Select(Gen.Int[1, ProgramKeys.Count], Gen.OneOf<(int Integers, int Tries)>((8, 1), (1, 8), (1, 8), (3, 5)))
            .SelectMany((keys, leaning) => Operations(keys, leaning.Integers, leaning.Tries, times).List[1, maxLength]);

    /// <summary>Program number <paramref name="index"/> of a seed.</summary>
    public static T Generate<T>(this Gen<T> gen, ulong seed, int index) => gen.Generate(new PCG((uint)index, seed), null, out _);

    /// <summary>An operation on an integer.</summary>
    public static Gen<Operation> OnInteger(Gen<int> key, Gen<TimeSpan> life) => Gen.Frequency(
        (3, key.Select(Operation (k) => new Operation.Get(k))),
        (2, key.List[0, 4].Select(Operation (wanted) => new Operation.GetMany(wanted))),
        (3, Gen.Select(key, Integer, life).Select(Operation (k, value, ttl) => new Operation.Set(k, value, ttl))),
        (4, Gen.Select(key, life).Select(Operation (k, ttl) => new Operation.Increment(k, ttl))));

    /// <summary>An operation on a trie.</summary>
    public static Gen<Operation> OnTrie(Gen<int> key, Gen<TimeSpan> life) => Gen.Frequency(
        (5, Gen.Select(key, Path, life).Select(Operation (k, path, ttl) => new Operation.Find(k, path, ttl))),
        (5, Gen.Select(key, Path, Value, life).Select(Operation (k, path, value, ttl) => new Operation.Save(k, path, value, ttl))),
        (2, Gen.Select(key, Path).Select(Operation (k, path) => new Operation.Remove(k, path))));

    /// <summary>An operation that takes an entry of either kind.</summary>
    public static Gen<Operation> OnEither(Gen<int> key, Gen<TimeSpan> life) => Gen.Frequency(
        (3, key.Select(Operation (k) => new Operation.GetTimeToLive(k))),
        (2, Gen.Select(key, life).Select(Operation (k, ttl) => new Operation.Expire(k, ttl))),
        (2, key.Select(Operation (k) => new Operation.Delete(k))));

    private static Gen<Operation> Operations(int keys, int integers, int tries, ProgramTimes times)
    {
        Gen<int> key = Gen.Int[0, keys - 1];
        Gen<TimeSpan> life = Gen.OneOf([.. times.Lives]);
        Gen<Operation> call = Gen.Frequency((integers, OnInteger(key, life)), (tries, OnTrie(key, life)), (2, OnEither(key, life)));
        return times.Waits.Count == 0
            ? call
            : Gen.Frequency((85, call), (15, Gen.OneOf([.. times.Waits]).Select(Operation (wait) => new Operation.Advance(wait))));
    }
}
