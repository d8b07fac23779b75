namespace EmbeddedCache.Stores.Tests;

internal static class Keys
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static CacheKey Number(int i) => new("number:", i, "n");

    public static CacheKey Trie(int i) => new("trie:", i, "t");
}
