namespace Gateway.Routing;

/// <summary>How a request came to its account.</summary>
internal enum FoundBy
{
    /// <summary>Nothing was known, or what was known could not take it: the least busy account was picked.</summary>
    New,

    /// <summary>Its session stuck to it.</summary>
    Session,

    /// <summary>It continues a conversation that went there.</summary>
    Conversation,
}
