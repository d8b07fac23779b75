namespace EmbeddedCache.Stores;

/// <summary>One key or many.</summary>
internal readonly struct CacheKeys
{
    private readonly string? _space;
    private readonly IReadOnlyList<CacheKey>? _keys;

    public CacheKeys(in CacheKey key) => _space = key.Space;

    public CacheKeys(IReadOnlyList<CacheKey> keys) => _keys = keys;

    /// <summary>The space, or spaces, for the text of an error: <c>'sticky_session:'</c>.</summary>
    public string Spaces =>
        _keys is null ? $"'{_space}'" : string.Join(" or ", _keys.Select(key => $"'{key.Space}'").Distinct());
}
