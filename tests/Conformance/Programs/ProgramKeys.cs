using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>
/// The keys of one run of one program: nobody else's, so that programs can run side by side on a shared server. The last of them is the
/// first one spelt differently, since keys of one text are one key.
/// </summary>
internal sealed class ProgramKeys
{
    /// <summary>How many keys there are.</summary>
    public const int Count = 5;

    private const string Space = "conformance:";

    private readonly CacheKey[] _keys;

    public ProgramKeys()
    {
        string run = Guid.NewGuid().ToString("N");
        _keys =
        [
            new(Space, 12, run),
            new(Space, -12, run),
            new(Space, long.MinValue, $"{run}:with a tail"),
            new(Space, 0, $"{run}-世界"),
            new(Space + "1", 2, run),
        ];
    }

    public CacheKey this[int key] => _keys[key];

    /// <summary>Removes whatever the program left.</summary>
    public Task DeleteFromAsync(ICacheStore store) => CleanUp.DeleteAsync(store, _keys);
}
