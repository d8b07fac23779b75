namespace EmbeddedCache.Soak.Bounds;

internal static class EndlessChains
{
    private const int Messages = 20;
    private static readonly string Stem = "s:gateway-" + string.Join('-', Enumerable.Range(0, Messages - 2).Select(static i => $"{(i % 2 == 0 ? 'u' : 'a')}:stem{i:d4}"));

    /// <summary>The chain of a conversation of 20 messages, the last of which no other one has; a sixteenth of them share all but two.</summary>
    public static string Of(int i) => $"{Stem}-u:{i % 16:x8}-a:{i:x8}";
}
