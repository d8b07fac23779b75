namespace EmbeddedCache.Stores;

/// <summary>
/// Tells whether a key may have been written since a moment: a count of writes for each of a few hundred groups of keys. An answer
/// that was on its way while its key was written may be the older one, and is not kept.
/// </summary>
internal sealed class WriteMarks
{
    private const int Groups = 512;

    private readonly int[] _writes = new int[Groups];

    public int Read(in CacheKey key) => Volatile.Read(ref _writes[GroupOf(key)]);

    public void Written(in CacheKey key) => Interlocked.Increment(ref _writes[GroupOf(key)]);

    // The name alone tells nearly all keys apart, and is the same in all keys of one text that a gateway makes.
    private static int GroupOf(in CacheKey key) => string.GetHashCode(key.Name.AsSpan(), StringComparison.Ordinal) & (Groups - 1);
}
