namespace EmbeddedCache.Stores;

/// <summary>
/// A store could not do what it was asked: it is away, too slow, or holds something under the key that is not what was asked for.
/// The cause is the inner exception. The message never carries a secret, a session hash or the name of a key.
/// </summary>
public class CacheStoreException : Exception
{
    /// <summary>A failure without a message of its own.</summary>
    public CacheStoreException()
        : base("The cache store failed.")
    {
    }

    /// <summary>A failure and what it was.</summary>
    /// <param name="message">One sentence without secrets.</param>
    public CacheStoreException(string message)
        : base(message)
    {
    }

    /// <summary>A failure, what it was, and its cause.</summary>
    /// <param name="message">One sentence without secrets.</param>
    /// <param name="innerException">The cause.</param>
    public CacheStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Why the store failed; <see cref="CacheStoreFailure.Other"/> by default.</summary>
    public CacheStoreFailure Kind { get; init; }
}
