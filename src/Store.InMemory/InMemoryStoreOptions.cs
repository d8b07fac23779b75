using EmbeddedCache.Hosting;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Stores;

/// <summary>
/// The bounds of an <see cref="InMemoryCacheStore"/>. They are read when the store is made; in a host a store follows them when their configuration
/// changes.
/// </summary>
public sealed class InMemoryStoreOptions
{
    /// <summary>
    /// How many keys are kept, of both kinds together. At least 1; by default 1,000,000. Past it the least recently used ones go;
    /// the newest always stays, and no save is ever refused. Reads that hit, saves and renewals are uses.
    /// </summary>
    [AllowedInteger(1)]
    public int MaxEntries { get; set; } = 1_000_000;

    /// <summary>
    /// How many paths one trie keeps. At least 1; by default 8,192. Past it the least recently found or saved ones go; the one just
    /// saved always stays. A lost path falls back to a shorter one of the same conversation.
    /// </summary>
    [AllowedInteger(1)]
    public int MaxPathsPerTrie { get; set; } = 8_192;

    internal void Validate()
    {
        ValidateOptionsResult result = new InMemoryStoreOptionsValidator().Validate(name: null, this);
        if (result.Failed)
        {
            throw new ArgumentOutOfRangeException("options", result.FailureMessage);
        }
    }
}
