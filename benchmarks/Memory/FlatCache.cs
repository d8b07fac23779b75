using Microsoft.Extensions.Caching.Memory;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// The conversations of a gateway as they are kept without a trie: one entry of a MemoryCache for each chain, and a find looks the chain
/// up, cuts it at its last <c>-</c>, looks again, until something is found. A hit renews its life by sliding.
/// </summary>
internal sealed class FlatCache : IDisposable
{
    private const string Prefix = "anthropic:trie:";

    private static readonly MemoryCacheEntryOptions Options = new() { SlidingExpiration = TimeSpan.FromMinutes(5) };

    private readonly MemoryCache _table = new(new MemoryCacheOptions());

    // For one thread, so that no pool is measured.
    private readonly char[] _key = new char[64 * 1_024];

    public void Save(ConversationScope scope, string chain, string sessionId, long accountId) =>
        _table.Set($"{Prefix}{scope}:{chain}", new Binding(sessionId, accountId), Options);

    /// <summary>As gateways write it: a key for each candidate.</summary>
    public Binding? FindByStrings(ConversationScope scope, string chain, out int matchedLength)
    {
        for (matchedLength = chain.Length; matchedLength > 0; matchedLength = chain.AsSpan(0, matchedLength).LastIndexOf('-'))
        {
            if (_table.TryGetValue($"{Prefix}{scope}:{chain.AsSpan(0, matchedLength)}", out object? binding))
            {
                return (Binding)binding!;
            }
        }

        matchedLength = 0;
        return null;
    }

    /// <summary>As well as it can be written: the key is formatted once, and every candidate is a span of it.</summary>
    public Binding? FindBySpans(ConversationScope scope, string chain, out int matchedLength)
    {
        Span<char> key = _key;
        key.TryWrite($"{Prefix}{scope}:", out int start);
        chain.CopyTo(key[start..]);
        for (matchedLength = chain.Length; matchedLength > 0; matchedLength = chain.AsSpan(0, matchedLength).LastIndexOf('-'))
        {
            if (_table.TryGetValue(key[..(start + matchedLength)], out object? binding))
            {
                return (Binding)binding!;
            }
        }

        matchedLength = 0;
        return null;
    }

    public void Clear() => _table.Clear();

    public void Dispose() => _table.Dispose();

    /// <summary>What stands under a chain.</summary>
    internal sealed record Binding(string SessionId, long AccountId);
}
