namespace EmbeddedCache.Benchmarks;

/// <summary>Where in a conversation the longest saved path ends.</summary>
internal enum MatchPlace
{
    /// <summary>Near the end, as for the next turn of a conversation: a path is saved at every second message up to the last but two.</summary>
    End,

    /// <summary>At the second message, and another branch of the conversation is saved at every second message.</summary>
    StartDense,

    /// <summary>At the second message, and nothing else is saved.</summary>
    StartSparse,
}
