namespace EmbeddedCache.Conformance;

/// <summary>
/// One step of a generated program: a call of the store, or time that passes. Keys are the numbers of a program's
/// <see cref="ProgramKeys"/>, so that a program can be run again on fresh ones.
/// </summary>
internal abstract record Operation
{
    private const int ShownCharacters = 60;

    private Operation()
    {
    }

    /// <summary>The keys that are called on, in the order of the answers.</summary>
    public abstract IReadOnlyList<int> Keys { get; }

    public sealed record Get(int Key) : OnOneKey(Key)
    {
        public override string ToString() => $"Get(k{Key})";
    }

    public sealed record GetMany(IReadOnlyList<int> Wanted) : Operation
    {
        public override IReadOnlyList<int> Keys => Wanted;

        public override string ToString() => $"GetMany({string.Join(", ", Wanted.Select(key => $"k{key}"))})";
    }

    public sealed record Set(int Key, long Value, TimeSpan TimeToLive) : OnOneKey(Key)
    {
        public override string ToString() => $"Set(k{Key}, {Value}, ttl {Answer.Show(TimeToLive)})";
    }

    public sealed record Expire(int Key, TimeSpan TimeToLive) : OnOneKey(Key)
    {
        public override string ToString() => $"Expire(k{Key}, ttl {Answer.Show(TimeToLive)})";
    }

    public sealed record Delete(int Key) : OnOneKey(Key)
    {
        public override string ToString() => $"Delete(k{Key})";
    }

    public sealed record Increment(int Key, TimeSpan TimeToLive) : OnOneKey(Key)
    {
        public override string ToString() => $"Increment(k{Key}, ttl {Answer.Show(TimeToLive)})";
    }

    public sealed record GetTimeToLive(int Key) : OnOneKey(Key)
    {
        public override string ToString() => $"GetTimeToLive(k{Key})";
    }

    public sealed record Find(int Key, string Path, TimeSpan TimeToLive) : OnOneKey(Key)
    {
        public override string ToString() => $"Find(k{Key}, {Show(Path)}, ttl {Answer.Show(TimeToLive)})";
    }

    public sealed record Save(int Key, string Path, string Value, TimeSpan TimeToLive) : OnOneKey(Key)
    {
        public override string ToString() => $"Save(k{Key}, {Show(Path)} = {Show(Value)}, ttl {Answer.Show(TimeToLive)})";
    }

    public sealed record Remove(int Key, string Path) : OnOneKey(Key)
    {
        public override string ToString() => $"Remove(k{Key}, {Show(Path)})";
    }

    /// <summary>Time that passes; no call.</summary>
    public sealed record Advance(TimeSpan Time) : Operation
    {
        public override IReadOnlyList<int> Keys => [];

        public override string ToString() => $"Advance({Answer.Show(Time)})";
    }

    /// <summary>A call on one key.</summary>
    public abstract record OnOneKey(int Key) : Operation
    {
        public sealed override IReadOnlyList<int> Keys => [Key];
    }

    /// <summary>A text as failure messages show it: in quotes, and the middle of a long one left out.</summary>
    public static string Show(string text) =>
        text.Length <= ShownCharacters ? $"'{text}'" : $"'{Shorten(text)}' ({text.Length} chars)";

    /// <summary>A text without its middle when it is long.</summary>
    public static string Shorten(string text) => text.Length <= ShownCharacters ? text : $"{text[..40]}...{text[^10..]}";
}
