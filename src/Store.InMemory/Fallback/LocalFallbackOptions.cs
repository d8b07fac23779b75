using EmbeddedCache.Hosting;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Stores;

/// <summary>When a <see cref="LocalFallbackStore"/> leaves its primary store, and what it keeps then. Read once, when the store is made.</summary>
public sealed class LocalFallbackOptions
{
    /// <summary>
    /// After how many failures of the primary, timeouts included, it is left alone. At least 1; by default 3. Ten operations that succeed
    /// make up for one that failed, so that a primary which fails now and then is not left. The operations that failed are answered
    /// from the memory of this process in any case.
    /// </summary>
    [AllowedInteger(1)]
    public int FailureThreshold { get; set; } = 3;

    /// <summary>
    /// How often a primary that was left alone is tried again: more than zero, a day at most, by default 0.5 s. One try at a time,
    /// beside the traffic, whether there is any or not.
    /// </summary>
    [AllowedTime(MaximumSeconds = 86_400)]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How many writes are kept for the primary: keys, and paths of tries, together. At least 1; by default 100,000. Past it the keys
    /// that were written least recently are dropped, and counted; they live on in this process until the primary is back.
    /// </summary>
    [AllowedInteger(1)]
    public int MaxJournalEntries { get; set; } = 100_000;

    /// <summary>
    /// Whether what is read from and written to the primary is kept in this process as well, so that sessions and conversations which
    /// this process knew before an outage go on in it. By default true. It costs about half a microsecond an operation, for a find what a find in
    /// memory costs (4 microseconds for 200 messages), and the memory of <see cref="MaxEntries"/> keys.
    /// </summary>
    public bool KeepCopies { get; set; } = true;

    /// <summary>
    /// How long the copy of an integer that was only read lives, as a read does not say how long the entry does: more than zero, by
    /// default 5 minutes. What was written, renewed or found lives as long as was said then.
    /// </summary>
    [AllowedTime]
    public TimeSpan CopyTimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many keys this process keeps, as <see cref="InMemoryStoreOptions.MaxEntries"/>. At least 1; by default 100,000.</summary>
    [AllowedInteger(1)]
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>How many paths one trie keeps, as <see cref="InMemoryStoreOptions.MaxPathsPerTrie"/>. At least 1; by default 8,192.</summary>
    [AllowedInteger(1)]
    public int MaxPathsPerTrie { get; set; } = 8_192;

    internal void Validate()
    {
        ValidateOptionsResult result = new LocalFallbackOptionsValidator().Validate(name: null, this);
        if (result.Failed)
        {
            throw new ArgumentOutOfRangeException("options", result.FailureMessage);
        }
    }
}
