namespace EmbeddedCache.Stores;

/// <summary>What is to be known of an operation when one of its commands fails.</summary>
/// <param name="Keys">The keys, of which only the spaces are ever named.</param>
/// <param name="Repeatable">
/// Whether a command that may have been executed, because its connection broke behind it, may be sent once more: all but increments.
/// </param>
/// <param name="Due">The timestamp at which it ends, one way or the other.</param>
internal readonly record struct RedisCall(CacheKeys Keys, bool Repeatable, long Due);
