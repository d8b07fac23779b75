namespace EmbeddedCache.Stores;

/// <param name="key">The key.</param>
/// <param name="path">A path without empty segments.</param>
/// <param name="value">The value; an empty one removes the path.</param>
/// <param name="life">From now on.</param>
internal readonly struct SavePathOperation(CacheKey key, string path, string value, TimeSpan life) : IFallbackOperation<bool>
{
    public static bool IsWrite => true;

    public CacheKey Key => key;

    public string? Path => path;

    public async ValueTask<bool> CallAsync(ICacheStore primary, CancellationToken cancellationToken)
    {
        await primary.SavePathAsync(key, path, value, life, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public void Copy(LocalMemory local, bool result) => local.CopyPath(key, path, value, life);

    public bool CallLocally(LocalMemory local, Journal journal, bool isUncertain)
    {
        bool isThere = local.GetTimeToLive(key) is not null;
        string? known = local.PeekPath(key, path, life);
        local.SavePath(key, path, value, life);
        if (path.Length > 0)
        {
            journal.Path(key, path, value, life, known, isThere, isUncertain);
        }

        return true;
    }
}
