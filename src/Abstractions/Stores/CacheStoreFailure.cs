namespace EmbeddedCache.Stores;

/// <summary>Why a store failed.</summary>
public enum CacheStoreFailure
{
    /// <summary>None of the others, or not known.</summary>
    Other,

    /// <summary>There was no answer in time.</summary>
    Timeout,

    /// <summary>There was no connection.</summary>
    Unreachable,

    /// <summary>The server answered, and refused: it is out of memory, read-only, loading, or wants other credentials.</summary>
    Refused,

    /// <summary>The store is well, and one entry is the trouble: it is of the other kind, holds no integer, or would overflow. Asking again makes no difference.</summary>
    Entry,
}
