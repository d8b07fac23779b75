using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>
/// What an operation answered about one key: an integer, a flag, a match, a time to live, nothing, that it is done, or that the store
/// refused it with a <see cref="CacheStoreException"/>.
/// </summary>
internal readonly record struct Answer(object? Value)
{
    /// <summary>The answer of an operation that returns nothing.</summary>
    public static readonly Answer Done = new("done");

    /// <summary>The answer of an operation that the store refused.</summary>
    public static readonly Answer Refused = new("a CacheStoreException");

    public override string ToString() => Show(Value);

    /// <summary>A value as failure messages show it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "nothing",
        bool flag => flag ? "true" : "false",
        PathMatch match => $"{Operation.Show(match.Value)} after {match.Length} chars",
        TimeSpan time => $"{time.TotalMilliseconds} ms",
        string text => text,
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
