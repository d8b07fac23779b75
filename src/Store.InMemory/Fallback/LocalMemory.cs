namespace EmbeddedCache.Stores;

/// <summary>
/// The memory of this process as the fallback uses it: an <see cref="InMemoryCacheStore"/>, all of whose operations end before they
/// return, so that they can be called under a lock and need no waiting for.
/// </summary>
internal sealed class LocalMemory(InMemoryCacheStore store, TimeSpan copyTimeToLive)
{
    /// <summary>How long the copy of an integer lives that was only read. Entries that live longer were written or renewed here.</summary>
    public TimeSpan CopyTimeToLive => copyTimeToLive;

    public long? Get(in CacheKey key) => Done(store.GetAsync(key));

    public IReadOnlyList<long?> GetMany(IReadOnlyList<CacheKey> keys) => Done(store.GetManyAsync(keys));

    public void Set(in CacheKey key, long value, TimeSpan life) => Done(store.SetAsync(key, value, life));

    public bool Expire(in CacheKey key, TimeSpan life) => Done(store.ExpireAsync(key, life));

    public bool Delete(in CacheKey key) => Done(store.DeleteAsync(key));

    public long Increment(in CacheKey key, TimeSpan life) => Done(store.IncrementAsync(key, life));

    public TimeSpan? GetTimeToLive(in CacheKey key) => Done(store.GetTimeToLiveAsync(key));

    public PathMatch? Find(in CacheKey key, string path, TimeSpan life) => Done(store.FindLongestPrefixAsync(key, path, life));

    public void SavePath(in CacheKey key, string path, string value, TimeSpan life) => Done(store.SavePathAsync(key, path, value, life));

    public bool RemovePath(in CacheKey key, string path) => Done(store.RemovePathAsync(key, path));

    /// <summary>Keeps an integer that was read; one that is known already keeps its life.</summary>
    public void CopyInteger(in CacheKey key, long? value)
    {
        if (value is not { } integer)
        {
            Delete(key);
        }
        else if (Peek(key) != integer)
        {
            Set(key, integer, copyTimeToLive);
        }
    }

    /// <summary>Keeps a path. Where this process remembers an entry of the other kind, that one is out of date.</summary>
    public void CopyPath(in CacheKey key, string path, string value, TimeSpan life)
    {
        try
        {
            SavePath(key, path, value, life);
        }
        catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
        {
            Delete(key);
            SavePath(key, path, value, life);
        }
    }

    /// <summary>The integer that is there; null also for an entry of the other kind.</summary>
    public long? Peek(in CacheKey key)
    {
        try
        {
            return Get(key);
        }
        catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
        {
            return null;
        }
    }

    /// <summary>The value at a path that is about to be saved for <paramref name="life"/>; null also for an entry of the other kind.</summary>
    public string? PeekPath(in CacheKey key, string path, TimeSpan life)
    {
        try
        {
            return Find(key, path, life) is { } match && match.Length == path.Length ? match.Value : null;
        }
        catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
        {
            return null;
        }
    }

    private static void Done(ValueTask done) => done.GetAwaiter().GetResult();

    private static TResult Done<TResult>(ValueTask<TResult> done) => done.GetAwaiter().GetResult();
}
