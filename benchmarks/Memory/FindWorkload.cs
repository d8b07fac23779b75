using EmbeddedCache.Stores;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// One conversation of so many segments, of which a path is saved at every second one, and the find of its next turn: in this cache, in
/// a flat cache, and, as the limit that no trie can pass, one vectorised comparison of the text that matches.
/// </summary>
internal sealed class FindWorkload : IAsyncDisposable
{
    private const long GroupId = 7;
    private const string PrefixHash = "Zk3vQ9xT1bLmW7aR";

    private readonly InMemoryCacheStore _store = new();
    private readonly GatewayCache _cache;
    private readonly FlatCache _flat = new();
    private readonly ConversationScope _scope = ConversationScope.Anthropic(GroupId, PrefixHash);
    private readonly string _chain;
    private readonly string _saved;
    private readonly int _matched;

    private FindWorkload(string chain, string saved, int matched)
    {
        _cache = new GatewayCache(_store);
        _chain = chain;
        _saved = saved;
        _matched = matched;
    }

    public static async Task<FindWorkload> CreateAsync(int segments, MatchEnd place)
    {
        var random = new Random(segments);
        string[] own = Conversation.Segments(random, segments);
        string[] other = Conversation.Segments(random, segments);
        (string[] saved, int matched) = place switch
        {
            // The whole chain of two was saved by the turn before, which is the first; so it is found whole.
            MatchEnd.End => ((string[])[.. Conversation.Beginnings(own, first: 2, last: Math.Max(2, segments - 2))], Math.Max(2, segments - 2)),
            MatchEnd.Start => ([.. Conversation.Beginnings([own[0], .. other.Skip(1)], first: 1, last: segments)], 1),
            _ => ([.. Conversation.Beginnings(other, first: 2, last: segments)], 0),
        };
        string chain = string.Join('-', own);
        var workload = new FindWorkload(chain, saved[^1], string.Join('-', own.Take(matched)).Length);
        foreach (string path in saved)
        {
            await workload._cache.SaveConversationAsync(workload._scope, path, Conversation.SessionId, Conversation.AccountId);
            workload._flat.Save(workload._scope, path, Conversation.SessionId, Conversation.AccountId);
        }

        return workload;
    }

    public Contender Ours() => Contender.Of("EmbeddedCache", operations =>
    {
        for (; operations > 0; operations--)
        {
            ConversationMatch? match = Answer.Of(_cache.FindConversationAsync(_scope, _chain));
            Answer.Check((match?.MatchedLength ?? 0) == _matched);
        }
    });

    public Contender Flat() => Contender.Of("flat MemoryCache", operations =>
    {
        for (; operations > 0; operations--)
        {
            _flat.FindByStrings(_scope, _chain, out int matchedLength);
            Answer.Check(matchedLength == _matched);
        }
    });

    public Contender FlatBySpans() => Contender.Of("flat MemoryCache, by spans", operations =>
    {
        for (; operations > 0; operations--)
        {
            _flat.FindBySpans(_scope, _chain, out int matchedLength);
            Answer.Check(matchedLength == _matched);
        }
    });

    public Contender Comparison() => Contender.Of("one vectorised comparison" + RatioRow.LimitSuffix, operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(_chain.AsSpan(0, _matched).SequenceEqual(_saved.AsSpan(0, _matched)));
        }
    });

    /// <summary>Looks at every character of the chain once, as who checks an argument has to.</summary>
    public Contender Look() => Contender.Of("one vectorised look at the chain", operations =>
    {
        for (; operations > 0; operations--)
        {
            Answer.Check(!_chain.AsSpan().Contains('\uD800'));
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _flat.Dispose();
    }
}
