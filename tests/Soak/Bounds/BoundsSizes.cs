namespace EmbeddedCache.Soak.Bounds;

/// <summary>How much is written, and what is kept of it.</summary>
internal sealed record BoundsSizes(
    int Sessions,
    int Conversations,
    int MaxEntries,
    int EndlessConversations,
    int EndlessConversationsOnRedis,
    int MaxPathsPerTrie,
    int EndlessMessages,
    int IdleEntries)
{
    public static BoundsSizes Full { get; } = new(
        Sessions: 10_000_000,
        Conversations: 1_000_000,
        MaxEntries: 100_000,
        EndlessConversations: 1_000_000,
        EndlessConversationsOnRedis: 100_000,
        MaxPathsPerTrie: 8_192,
        EndlessMessages: 12_000,
        IdleEntries: 1_000_000);

    /// <summary>The same with less of everything but the messages of a conversation, which has a bound of its own.</summary>
    public BoundsSizes Times(double scale) => new(
        (int)(Sessions * scale),
        (int)(Conversations * scale),
        (int)(MaxEntries * scale),
        (int)(EndlessConversations * scale),
        (int)(EndlessConversationsOnRedis * scale),
        (int)(MaxPathsPerTrie * scale),
        EndlessMessages,
        (int)(IdleEntries * scale));
}
