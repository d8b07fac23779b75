using System.Diagnostics.CodeAnalysis;

namespace Gateway.Live.Conversations;

/// <summary>
/// A tree a client, for the latest <see cref="MaxClients"/>. With the bounds of a tree that is at most 123,000 nodes, about 20 MB, which
/// takes a caller who tries. Not safe for threads.
/// </summary>
internal sealed class ClientTrees
{
    public const int MaxClients = 32;

    private readonly Dictionary<string, LinkedListNode<ConversationTree>> _trees = new(StringComparer.Ordinal);
    private readonly LinkedList<ConversationTree> _byUse = [];

    /// <summary>The trees, the latest used first.</summary>
    public IEnumerable<ConversationTree> Latest
    {
        get
        {
            for (LinkedListNode<ConversationTree>? tree = _byUse.Last; tree is not null; tree = tree.Previous)
            {
                yield return tree.Value;
            }
        }
    }

    /// <summary>Puts a request into its client's tree.</summary>
    /// <returns>What <see cref="ConversationTree.Add"/> returns.</returns>
    public string? Add(Decision decision)
    {
        if (_trees.TryGetValue(decision.Client, out LinkedListNode<ConversationTree>? place))
        {
            _byUse.Remove(place);
        }
        else
        {
            place = new LinkedListNode<ConversationTree>(new ConversationTree(decision.Client, decision.Api, decision.Model));
            _trees.Add(decision.Client, place);
        }

        _byUse.AddLast(place);
        if (_trees.Count > MaxClients)
        {
            _trees.Remove(_byUse.First!.Value.Client);
            _byUse.RemoveFirst();
        }

        return place.Value.Add(decision);
    }

    public bool TryGet(string client, [NotNullWhen(true)] out ConversationTree? tree)
    {
        tree = _trees.GetValueOrDefault(client)?.Value;
        return tree is not null;
    }

    public void Clear()
    {
        _trees.Clear();
        _byUse.Clear();
    }
}
