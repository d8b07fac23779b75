namespace Gateway.Live.Feed;

/// <summary>What became of a request.</summary>
internal enum Outcome
{
    /// <summary>Returned to its account, found by its session.</summary>
    Session,

    /// <summary>Returned to its account, found by its conversation.</summary>
    Conversation,

    /// <summary>Nothing was known of it.</summary>
    New,

    /// <summary>Known, but to an account that could not take it.</summary>
    Moved,

    /// <summary>No account answered, or the caller left before.</summary>
    Unanswered,
}
