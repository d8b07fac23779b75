namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>Where in a chain the longest path ends that is saved.</summary>
internal enum MatchEnd
{
    /// <summary>Two segments before the end: the next turn of a conversation that is known.</summary>
    End,

    /// <summary>Behind the first segment: another conversation that began in the same way.</summary>
    Start,

    /// <summary>Nowhere: the client is known, this conversation is not.</summary>
    Miss,
}
