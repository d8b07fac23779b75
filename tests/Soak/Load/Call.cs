using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Load;

/// <summary>A call that ended.</summary>
/// <param name="Start">The timestamp before it.</param>
/// <param name="End">The timestamp behind it.</param>
/// <param name="EpochBefore">How often the server had lost its data before it.</param>
/// <param name="Failure">How the store failed, also where the caller was not told; null when it did not.</param>
internal readonly record struct Call(long Start, long End, int EpochBefore, CacheStoreException? Failure)
{
    public bool Failed => Failure is not null;
}
