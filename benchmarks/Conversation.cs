namespace EmbeddedCache.Benchmarks;

/// <summary>A chain to look up, and what is saved before.</summary>
/// <param name="Chain">One segment a message, as a gateway makes them: <c>u:</c> or <c>m:</c> and 13 characters.</param>
/// <param name="Saved">The paths that are saved.</param>
internal sealed record Conversation(string Chain, IReadOnlyList<string> Saved)
{
    public const string SessionId = "550e8400-e29b-41d4-a716-446655440000";
    public const long AccountId = 12345;
    public const string Value = $"{SessionId}:12345";

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static Conversation Make(int messages, MatchPlace place)
    {
        var random = new Random(messages);
        string[] own = Segments(random, messages);
        string[] other = [.. own.Take(2), .. Enumerable.Range(2, messages - 2).Select(i => Segment(random, i))];
        IEnumerable<string> saved = place switch
        {
            MatchPlace.End => Beginnings(own, first: 1, last: messages - 3),
            MatchPlace.StartDense => Beginnings(other, first: 2, last: messages - 2),
            _ => Beginnings(own, first: 2, last: 2),
        };
        return new Conversation(string.Join('-', own), [.. saved]);
    }

    /// <summary>So many segments of a chain.</summary>
    public static string[] Segments(Random random, int count) => [.. Enumerable.Range(0, count).Select(i => Segment(random, i))];

    /// <summary>The chains of so many first segments, one at every second count.</summary>
    public static IEnumerable<string> Beginnings(string[] segments, int first, int last)
    {
        for (int count = first; count <= last; count += 2)
        {
            yield return string.Join('-', segments.Take(count));
        }
    }

    private static string Segment(Random random, int index) =>
        (index % 2 == 0 ? "u:" : "m:") + string.Concat(Enumerable.Range(0, 13).Select(_ => Digits[random.Next(Digits.Length)]));
}
