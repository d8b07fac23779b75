namespace EmbeddedCache.Stores;

/// <summary>
/// What <see cref="GatewayCache"/> keeps its memory in. A store knows keys, integers and paths, and nothing of a gateway's words;
/// each operation maps to one Redis command or script, so that a store is small to write.
/// </summary>
/// <remarks>
/// <para>
/// An entry is an <b>integer</b> or a <b>path trie</b>, and has one time to live for the whole key. Time counts in whole
/// milliseconds, rounded up: an entry is there while <c>now &lt;= deadline</c>, where the deadline is the moment of the last renewal
/// plus its time to live. An expired entry is gone for every operation, and is reclaimed in time without being asked for.
/// </para>
/// <para>
/// Every operation on one key is atomic, and operations on one key are linearizable; nothing is promised across keys. A miss is
/// never an error and an error is never a miss: a store that fails throws <see cref="CacheStoreException"/>, also when the key
/// holds the other kind of entry. A cancelled call throws <see cref="OperationCanceledException"/>. A time to live that is not
/// positive is an <see cref="ArgumentOutOfRangeException"/>. All members may be called from any thread at any time.
/// </para>
/// </remarks>
public interface ICacheStore
{
    /// <summary>Reads an integer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The integer, or null when there is none.</returns>
    ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default);

    /// <summary>Reads many integers in one round trip. Each is read atomically, not all of them together.</summary>
    /// <param name="keys">The keys; the same one may stand there twice.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>As many answers as keys, in their order; null where there is no integer.</returns>
    ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default);

    /// <summary>Sets an integer and its time to live, whatever stood there before.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The integer.</param>
    /// <param name="timeToLive">How long it lives from now on; positive.</param>
    /// <param name="cancellationToken">Stops the wait; the integer may be set nevertheless.</param>
    ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default);

    /// <summary>Replaces the time to live of an entry of either kind.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timeToLive">How long it lives from now on; positive.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether there was an entry.</returns>
    ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default);

    /// <summary>Deletes an entry of either kind.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether there was an entry.</returns>
    ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default);

    /// <summary>Adds one to an integer that starts at 0, and renews its time to live.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timeToLive">How long it lives from now on; positive.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The integer after the addition, 1 for a new one.</returns>
    /// <exception cref="CacheStoreException">It stands at <see cref="long.MaxValue"/>; nothing is changed.</exception>
    ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default);

    /// <summary>Reads how long an entry of either kind still lives.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The time to live in whole milliseconds, or null when there is no entry.</returns>
    ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the longest saved path that <paramref name="path"/> begins with, segments compared whole. A hit renews the time to live
    /// of the whole key; a miss renews nothing.
    /// </summary>
    /// <remarks>
    /// The candidates are the path itself, then the path cut at its last <c>-</c>, again and again, while something stands before
    /// that <c>-</c>. The path is not normalised: as every saved path is, <c>a--b</c> finds <c>a</c>, and <c>-a</c> finds nothing.
    /// </remarks>
    /// <param name="key">The key of the trie.</param>
    /// <param name="path">Segments joined by <c>-</c>.</param>
    /// <param name="timeToLive">How long the whole key lives from a hit on; positive.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The match, or null when no saved path fits.</returns>
    ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves a value at a path, replaces the value that stood there, keeps every other path of the key, and sets the time to live of
    /// the whole key. The path is saved without its empty segments (<c>a--b-</c> as <c>a-b</c>); one that has no other saves nothing.
    /// </summary>
    /// <param name="key">The key of the trie.</param>
    /// <param name="path">Segments joined by <c>-</c>.</param>
    /// <param name="value">The value. An empty one removes the path, as it could never match.</param>
    /// <param name="timeToLive">How long the whole key lives from now on; positive.</param>
    /// <param name="cancellationToken">Stops the wait; the path may be saved nevertheless.</param>
    ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes one path, and the key with its last path. Renews nothing. The path is taken as <see cref="SavePathAsync"/> saves it,
    /// without its empty segments.
    /// </summary>
    /// <param name="key">The key of the trie.</param>
    /// <param name="path">Segments joined by <c>-</c>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether the path was saved.</returns>
    ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default);
}
