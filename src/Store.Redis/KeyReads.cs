using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>Reads one key or many in one round trip, wherever they lie.</summary>
internal static class KeyReads
{
    /// <summary>
    /// The value of one key, null for a miss. Garnet, up to 2.2.8 at least, answers a GET of another type with nil when it came in one
    /// packet with other GETs, as it does under load; its GETEX without an expiry is the same command without that road.
    /// </summary>
    public static Task<RedisValue> ReadAsync(IDatabase database, RedisKey key, bool isGarnet)
    {
        return isGarnet ? GetExAsync(database, key) : database.StringGetAsync(key);

        static async Task<RedisValue> GetExAsync(IDatabase database, RedisKey key) =>
            (RedisValue)await database.ExecuteAsync("GETEX", key).ConfigureAwait(false);
    }

    /// <summary>
    /// The values, null for a miss. In a cluster every key is asked for on its own, all at once, as their slots differ. Elsewhere one
    /// MGET is much cheaper, but reads a key of another type as a miss; so an EXISTS goes with it, and only when that counts more
    /// keys than have values are the misses read again.
    /// </summary>
    public static async Task<RedisValue[]> ReadAsync(IDatabase database, RedisKey[] keys, bool isGarnet)
    {
        if (keys.Length == 1 || database.Multiplexer.GetHashSlot(keys[0]) >= 0)
        {
            return await Task.WhenAll(keys.Select(key => ReadAsync(database, key, isGarnet))).ConfigureAwait(false);
        }

        Task<RedisValue[]> reading = database.StringGetAsync(keys);
        Task<long> counting = database.KeyExistsAsync(keys);
        await Task.WhenAll(reading, counting).ConfigureAwait(false);

        RedisValue[] values = await reading.ConfigureAwait(false);
        if (await counting.ConfigureAwait(false) > values.Count(static value => !value.IsNull))
        {
            await ReadMissesAsync(database, keys, values, isGarnet).ConfigureAwait(false);
        }

        return values;
    }

    // Each on its own: what is of another type is an error there, and what came up since it was missed is found.
    private static async Task ReadMissesAsync(IDatabase database, RedisKey[] keys, RedisValue[] values, bool isGarnet)
    {
        int[] misses = [.. Enumerable.Range(0, values.Length).Where(i => values[i].IsNull)];
        RedisValue[] again = await Task.WhenAll(misses.Select(i => ReadAsync(database, keys[i], isGarnet))).ConfigureAwait(false);
        for (int i = 0; i < misses.Length; i++)
        {
            values[misses[i]] = again[i];
        }
    }
}
