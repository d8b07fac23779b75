using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>Reads many keys in one round trip, wherever they lie.</summary>
internal static class ManyKeys
{
    /// <summary>
    /// The values, null for a miss. In a cluster every key is asked for on its own, all at once, as their slots differ. Elsewhere one
    /// MGET is much cheaper, but reads a key of another type as a miss; so an EXISTS goes with it, and only when that counts more
    /// keys than have values are the misses read again.
    /// </summary>
    public static async Task<RedisValue[]> ReadAsync(IDatabase database, (IReadOnlyList<CacheKey> Keys, RedisKey[] RedisKeys) many)
    {
        RedisKey[] keys = many.RedisKeys;
        if (keys.Length == 1 || database.Multiplexer.GetHashSlot(keys[0]) >= 0)
        {
            return await Task.WhenAll(keys.Select(key => database.StringGetAsync(key))).ConfigureAwait(false);
        }

        Task<RedisValue[]> reading = database.StringGetAsync(keys);
        Task<long> counting = database.KeyExistsAsync(keys);
        await Task.WhenAll(reading, counting).ConfigureAwait(false);

        RedisValue[] values = await reading.ConfigureAwait(false);
        if (await counting.ConfigureAwait(false) > values.Count(static value => !value.IsNull))
        {
            await ReadMissesAsync(database, keys, values).ConfigureAwait(false);
        }

        return values;
    }

    // Each on its own: what is of another type is an error there, and what came up since it was missed is found.
    private static async Task ReadMissesAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        int[] misses = [.. Enumerable.Range(0, values.Length).Where(i => values[i].IsNull)];
        RedisValue[] again = await Task.WhenAll(misses.Select(i => database.StringGetAsync(keys[i]))).ConfigureAwait(false);
        for (int i = 0; i < misses.Length; i++)
        {
            values[misses[i]] = again[i];
        }
    }
}
