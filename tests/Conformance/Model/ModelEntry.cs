using System.Collections.Immutable;

namespace EmbeddedCache.Conformance;

/// <summary>What the reference model keeps under a key: an integer, or the paths of a trie; and until when.</summary>
internal sealed record ModelEntry(long? Integer, ImmutableList<KeyValuePair<string, string>> Paths, TimeWindow Deadline)
{
    public ModelEntry(long integer, TimeWindow deadline)
        : this(integer, [], deadline)
    {
    }

    public bool IsInteger => Integer is not null;

    /// <summary>All there is to it, in an order of its own: two entries are the same when their texts are.</summary>
    public override string ToString()
    {
        IEnumerable<string> paths = Paths.Select(path => $"{path.Key}={path.Value}").Order(StringComparer.Ordinal);
        return $"{Integer}|{string.Join('|', paths)}|{Deadline}";
    }
}
