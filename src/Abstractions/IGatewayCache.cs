using EmbeddedCache.Stores;

namespace EmbeddedCache;

/// <summary>
/// The memory of an LLM gateway: which upstream account a session sticks to, which earlier conversation a request continues, and
/// how busy each account is with a model.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="FindConversationAsync"/> and <see cref="GetModelLoadAsync"/> are best effort: when the store fails they answer "no
/// match" and zeros, and the failure is logged and counted. Every other member throws <see cref="CacheStoreException"/> when the
/// store fails or times out. A cancelled call throws <see cref="OperationCanceledException"/>.
/// </para>
/// <para>
/// Names (session hash, prefix hash, session id, model) are 1 to 1,024 characters of valid UTF-16; anything else is an
/// <see cref="ArgumentException"/>, and so is a digest chain that is not valid UTF-16. A time to live that is not positive is an
/// <see cref="ArgumentOutOfRangeException"/>. Ids are any int64. Such exceptions name the argument and never quote it; a member may throw
/// them at once or from the task it returns, and nothing has reached the store then. So call and await in one place.
/// </para>
/// <para>All members may be called from any thread. Operations on one key are linearizable; nothing is promised across keys.</para>
/// </remarks>
public interface IGatewayCache
{
    /// <summary>Reads the account that a session sticks to. Renews nothing.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="sessionHash">The session, usually from <see cref="RequestFingerprint.SessionHash"/>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The account, or null when the session is not known, or no longer.</returns>
    ValueTask<long?> GetSessionAccountAsync(long groupId, string sessionHash, CancellationToken cancellationToken = default);

    /// <summary>Makes a session stick to an account, whatever it stuck to before.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="sessionHash">The session.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="timeToLive">How long; <see cref="GatewayCacheOptions.SessionTimeToLive"/> (1 hour) when not given.</param>
    /// <param name="cancellationToken">Stops the wait; the session may be bound nevertheless.</param>
    ValueTask SetSessionAccountAsync(long groupId, string sessionHash, long accountId, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default);

    /// <summary>Renews the time to live of a session.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="sessionHash">The session.</param>
    /// <param name="timeToLive">How long from now on; <see cref="GatewayCacheOptions.SessionTimeToLive"/> (1 hour) when not given.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether the session was known.</returns>
    ValueTask<bool> RefreshSessionAsync(long groupId, string sessionHash, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets which account a session sticks to, for example because that account is out of order.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="sessionHash">The session.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether the session was known.</returns>
    ValueTask<bool> DeleteSessionAccountAsync(long groupId, string sessionHash, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the saved conversation with the longest chain that <paramref name="chain"/> begins with. A match renews the time
    /// to live of all conversations of the scope. Best effort.
    /// </summary>
    /// <param name="scope">Where to look.</param>
    /// <param name="chain">
    /// Segments joined by <c>-</c>, usually <see cref="RequestFingerprint.Chain"/>. Segments are compared whole. An empty chain
    /// has no match, and costs no round trip. Of a longer one the first <see cref="GatewayCacheOptions.MaxChainSegments"/> non-empty
    /// segments are used, as far as they are within 64 KB of UTF-8.
    /// </param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The match, or null.</returns>
    ValueTask<ConversationMatch?> FindConversationAsync(ConversationScope scope, string chain, CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves where a conversation went, and sets the time to live of all conversations of the scope. What was saved under the same
    /// chain is replaced.
    /// </summary>
    /// <param name="scope">Where to save.</param>
    /// <param name="chain">The chain, as in <see cref="FindConversationAsync"/>; an empty one saves nothing.</param>
    /// <param name="sessionId">The session's id; may hold any text, colons too.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="cancellationToken">Stops the wait; the conversation may be saved nevertheless.</param>
    ValueTask SaveConversationAsync(ConversationScope scope, string chain, string sessionId, long accountId, CancellationToken cancellationToken = default);

    /// <summary>Counts a call of an account with a model, and notes the moment.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops the wait; the call may be counted nevertheless.</param>
    /// <returns>The calls counted so far, this one included.</returns>
    ValueTask<long> IncrementModelCallsAsync(long accountId, string model, CancellationToken cancellationToken = default);

    /// <summary>Reads how busy accounts are with a model, in one round trip. Best effort.</summary>
    /// <param name="accountIds">The accounts; an id may stand there twice. None: an empty answer, and no round trip.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>One entry for each distinct id: 0 calls and "never" for what is not known.</returns>
    ValueTask<IReadOnlyDictionary<long, ModelLoad>> GetModelLoadAsync(IReadOnlyCollection<long> accountIds, string model, CancellationToken cancellationToken = default);
}
