using System.Diagnostics;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>Runs an <see cref="Operation"/> on a store.</summary>
internal static class OperationCall
{
    /// <summary>Calls the store and gives one answer for each of the operation's keys. Other errors than a refusal are thrown on.</summary>
    public static async Task<IReadOnlyList<Answer>> OnAsync(this Operation operation, ICacheStore store, ProgramKeys keys)
    {
        try
        {
            return operation switch
            {
                Operation.GetMany many => await GetManyAsync(store, [.. many.Wanted.Select(key => keys[key])]),
                Operation.OnOneKey one => [await CallAsync(one, store, keys[one.Key])],
                _ => throw new UnreachableException(),
            };
        }
        catch (CacheStoreException)
        {
            return [.. operation.Keys.Select(_ => Answer.Refused)];
        }
    }

    private static async Task<Answer> CallAsync(Operation.OnOneKey operation, ICacheStore store, CacheKey key)
    {
        switch (operation)
        {
            case Operation.Get:
                return new(await store.GetAsync(key));
            case Operation.Set set:
                await store.SetAsync(key, set.Value, set.TimeToLive);
                return Answer.Done;
            case Operation.Expire expire:
                return new(await store.ExpireAsync(key, expire.TimeToLive));
            case Operation.Delete:
                return new(await store.DeleteAsync(key));
            case Operation.Increment increment:
                return new(await store.IncrementAsync(key, increment.TimeToLive));
            case Operation.GetTimeToLive:
                return new(await store.GetTimeToLiveAsync(key));
            case Operation.Find find:
                return new(await store.FindLongestPrefixAsync(key, find.Path, find.TimeToLive));
            case Operation.Save save:
                await store.SavePathAsync(key, save.Path, save.Value, save.TimeToLive);
                return Answer.Done;
            case Operation.Remove remove:
                return new(await store.RemovePathAsync(key, remove.Path));
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<IReadOnlyList<Answer>> GetManyAsync(ICacheStore store, CacheKey[] keys)
    {
        IReadOnlyList<long?> values = await store.GetManyAsync(keys);
        if (values.Count != keys.Length)
        {
            throw new ConformanceException($"GetMany of {keys.Length} keys gave {values.Count} answers.");
        }

        return [.. values.Select(value => new Answer(value))];
    }
}
