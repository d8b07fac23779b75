using System.Collections.Concurrent;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>Passes every call on, and notes what was asked and answered, for the message of a failing check, and which keys were used.</summary>
internal sealed class RecordingStore(ICacheStore store) : ICacheStore
{
    // A check of many calls is told by its last ones.
    private const int MostOperations = 40;

    private readonly ConcurrentQueue<string> _operations = new();
    private readonly ConcurrentDictionary<CacheKey, bool> _keys = new();

    public IReadOnlyCollection<string> Operations => _operations;

    public ICollection<CacheKey> Keys => _keys.Keys;

    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        NoteAsync(key, $"Get({Show(key)})", store.GetAsync, cancellationToken);

    public ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        string rest = keys?.Count > 5 ? $", ... {keys.Count} keys" : string.Empty;
        string shown = keys is null ? "null" : string.Join(", ", keys.Take(5).Select(Show)) + rest;
        return NoteAsync(default, $"GetMany({shown})", (_, token) => store.GetManyAsync(keys!, token), cancellationToken);
    }

    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await NoteAsync(
            key,
            $"Set({Show(key)}, {value}, ttl {Show(timeToLive)})",
            (k, token) => DoneAsync(store.SetAsync(k, value, timeToLive, token)),
            cancellationToken);

    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        NoteAsync(key, $"Expire({Show(key)}, ttl {Show(timeToLive)})", (k, token) => store.ExpireAsync(k, timeToLive, token), cancellationToken);

    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        NoteAsync(key, $"Delete({Show(key)})", store.DeleteAsync, cancellationToken);

    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        NoteAsync(
            key, $"Increment({Show(key)}, ttl {Show(timeToLive)})", (k, token) => store.IncrementAsync(k, timeToLive, token), cancellationToken);

    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        NoteAsync(key, $"GetTimeToLive({Show(key)})", store.GetTimeToLiveAsync, cancellationToken);

    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        NoteAsync(
            key,
            $"Find({Show(key)}, {Show(path)}, ttl {Show(timeToLive)})",
            (k, token) => store.FindLongestPrefixAsync(k, path, timeToLive, token),
            cancellationToken);

    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        await NoteAsync(
            key,
            $"Save({Show(key)}, {Show(path)} = {Show(value)}, ttl {Show(timeToLive)})",
            (k, token) => DoneAsync(store.SavePathAsync(k, path, value, timeToLive, token)),
            cancellationToken);

    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default) =>
        NoteAsync(key, $"Remove({Show(key)}, {Show(path)})", (k, token) => store.RemovePathAsync(k, path, token), cancellationToken);

    private static async ValueTask<string> DoneAsync(ValueTask call)
    {
        await call;
        return "done";
    }

    private static string Show(CacheKey key) => Operation.Show(key.ToString());

    private static string Show(TimeSpan time) => Answer.Show(time);

    private static string Show(string? text) => text is null ? "null" : Operation.Show(text);

    private async ValueTask<T> NoteAsync<T>(
        CacheKey key, string operation, Func<CacheKey, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        if (key != default)
        {
            _keys.TryAdd(key, true);
        }

        try
        {
            T answer = await call(key, cancellationToken);
            Note($"{operation} -> {Operation.Shorten(Answer.Show(answer))}");
            return answer;
        }
        catch (Exception error)
        {
            Note($"{operation} -> {error.GetType().Name}");
            throw;
        }
    }

    private void Note(string operation)
    {
        _operations.Enqueue(operation);
        while (_operations.Count > MostOperations)
        {
            _operations.TryDequeue(out _);
        }
    }
}
