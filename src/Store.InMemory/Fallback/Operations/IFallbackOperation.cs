namespace EmbeddedCache.Stores;

/// <summary>One call of one of the ten operations, and what it means for the memory of this process.</summary>
/// <typeparam name="TResult">Its answer.</typeparam>
internal interface IFallbackOperation<TResult>
{
    /// <summary>Whether it makes answers out of date that were read before it.</summary>
    static abstract bool IsWrite { get; }

    CacheKey Key { get; }

    /// <summary>The path that it writes; null when it is about the whole entry.</summary>
    string? Path => null;

    /// <summary>Asks the primary.</summary>
    ValueTask<TResult> CallAsync(ICacheStore primary, CancellationToken cancellationToken);

    /// <summary>Does in this process what the primary has done, or remembers what it answered. Under the gate.</summary>
    void Copy(LocalMemory local, TResult result);

    /// <summary>Whether to copy it harms nothing that may have been written since the primary answered.</summary>
    bool IsHarmlessWhenLate(TResult result) => false;

    /// <summary>Does it in this process in place of the primary, and notes what the primary will have to be told. Under the gate.</summary>
    /// <param name="local">This process's memory.</param>
    /// <param name="journal">What the primary will be told.</param>
    /// <param name="isUncertain">Whether the primary was asked first and gave no answer.</param>
    TResult CallLocally(LocalMemory local, Journal journal, bool isUncertain);
}
