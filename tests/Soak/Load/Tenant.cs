using System.Globalization;
using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Load;

/// <summary>
/// A client with conversations of its own, which one worker writes. All tenants use the same chains, and some the same prefix hash: so an
/// answer that belongs to somebody else looks right but for its session id, which names tenant, node and number.
/// </summary>
internal sealed class Tenant
{
    private readonly int _worker;
    private readonly int _index;

    public Tenant(int worker, int index, Func<Place> place)
    {
        _worker = worker;
        _index = index;

        // Two groups and two APIs for one prefix hash.
        string prefixHash = $"prefix-{worker}-{index / 4}";
        int group = index / 2 % 2;
        (Scope, Key) = index % 2 == 0
            ? (ConversationScope.Anthropic(group, prefixHash), new CacheKey("anthropic:trie:", group, prefixHash))
            : (ConversationScope.Gemini(group, prefixHash), new CacheKey("gemini:trie:", group, prefixHash));
        Places = [.. ConversationTree.Chains.Select(_ => place())];
    }

    public ConversationScope Scope { get; }

    public CacheKey Key { get; }

    /// <summary>What may stand at each node.</summary>
    public Place[] Places { get; }

    public string SessionOf(int node, long number) => string.Create(CultureInfo.InvariantCulture, $"t{_worker}.{_index}.{node}.{number}");

    /// <summary>The node that a match belongs to, for a chain that goes on from one; negative when it is none of its.</summary>
    public static int NodeOf(in ConversationMatch match, int last)
    {
        int node = last;
        while (node >= 0 && ConversationTree.Chains[node].Length != match.MatchedLength)
        {
            node = ConversationTree.Before(node);
        }

        return node;
    }
}
