namespace Gateway.Live.Conversations;

/// <summary>
/// The latest conversations of one client, forks on their shared stem. At most <see cref="MaxLeaves"/> branches of
/// <see cref="MaxDepth"/> segments; past that the branch that was idle longest goes. Not safe for threads.
/// </summary>
internal sealed class ConversationTree(string client, string api, string model)
{
    public const int MaxLeaves = 40;
    public const int MaxDepth = 96;

    private readonly TreeNode _root = new(null, string.Empty);
    private readonly LinkedList<TreeNode> _leaves = [];

    public string Client { get; } = client;

    public string Api { get; } = api;

    public string Model { get; } = model;

    public long Requests { get; private set; }

    /// <summary>Puts a request in.</summary>
    /// <returns>The account that answered the longest earlier request that this one continues; null when it continues none.</returns>
    public string? Add(Decision decision)
    {
        Requests++;
        string? known = null;
        int depth = Math.Min(decision.Segments.Count, MaxDepth);
        TreeNode node = _root;
        for (int i = 0; i < depth; i++)
        {
            string segment = decision.Segments[i];
            TreeNode? next = node.Child(segment);
            if (next is null)
            {
                if (node.Leaf is { } place)
                {
                    _leaves.Remove(place);
                    node.Leaf = null;
                }

                next = node.AddChild(segment);
            }

            node = next;
            node.Requests++;
            node.LastAt = decision.At;
            known = node.Account ?? known;
        }

        if (node == _root)
        {
            return null;
        }

        if (decision.Account.Length > 0)
        {
            node.Account = decision.Account;
        }

        node.Beyond = Math.Max(node.Beyond, decision.Segments.Count - depth);
        if (!node.HasChildren)
        {
            Touch(node);
        }

        return known;
    }

    /// <summary>The nodes, each after its parent, the oldest branch first.</summary>
    public IReadOnlyList<NodeView> Read()
    {
        var nodes = new List<NodeView>();
        var open = new Stack<(TreeNode Node, int Parent)>();
        Push(_root, -1);
        while (open.TryPop(out (TreeNode Node, int Parent) next))
        {
            (TreeNode node, int parent) = next;
            nodes.Add(new NodeView(parent, node.Segment, node.Account, node.Requests, node.LastAt, node.Beyond));
            Push(node, nodes.Count - 1);
        }

        return nodes;

        void Push(TreeNode node, int index)
        {
            foreach (TreeNode child in node.Children.Reverse())
            {
                open.Push((child, index));
            }
        }
    }

    private void Touch(TreeNode leaf)
    {
        if (leaf.Leaf is { } place)
        {
            _leaves.Remove(place);
            _leaves.AddLast(place);
            return;
        }

        leaf.Leaf = _leaves.AddLast(leaf);
        if (_leaves.Count <= MaxLeaves)
        {
            return;
        }

        // The stem that it shares with others stays; what was its own goes.
        TreeNode idle = _leaves.First!.Value;
        _leaves.RemoveFirst();
        while (idle.Parent is { } parent)
        {
            parent.Remove(idle);
            if (parent.HasChildren)
            {
                break;
            }

            idle = parent;
        }
    }
}
