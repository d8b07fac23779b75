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

    /// <summary>
    /// The file that the entries are kept in over restarts; by default empty, which like null means none: they end with the process. The file holds what the store
    /// holds: session hashes, digests and session ids. It is readable for its owner only; the folder has to be there, and is yours.
    /// </summary>
    /// <remarks>
    /// <para>
    /// It is read when the store is made, and written at every <see cref="SnapshotInterval"/> and when the store is disposed. It is replaced
    /// by a rename after it reached the disk, so that a crash leaves the former one whole; what was saved since is lost then. Lives go on
    /// while the process is down, by the wall clock; a wall clock that went back makes none longer.
    /// </para>
    /// <para>
    /// A file that is missing, damaged, foreign or of a newer version is logged, counted in
    /// <see cref="InMemoryCacheStore.SnapshotFailures"/> (a missing one isn't) and not used; it is kept beside with the ending
    /// <c>.rejected</c>. The same goes for a write that fails. Only one store uses a path at a time: it holds a lock on the path with the
    /// ending <c>.lock</c>, and another one works without snapshots until it is free.
    /// </para>
    /// </remarks>
    public string? SnapshotPath { get; set; } = string.Empty;

    /// <summary>How often the snapshot is written. Positive, at most a day; by default a minute.</summary>
    [AllowedTime(MaximumSeconds = 86_400)]
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromMinutes(1);

    internal void Validate()
    {
        ValidateOptionsResult result = new InMemoryStoreOptionsValidator().Validate(name: null, this);
        if (result.Failed)
        {
            throw new ArgumentOutOfRangeException("options", result.FailureMessage);
        }
    }
}
