namespace Gateway.Live.Conversations;

/// <summary>A segment of a conversation, after those before it.</summary>
internal sealed class TreeNode(TreeNode? parent, string segment)
{
    private Dictionary<string, TreeNode>? _children;

    public TreeNode? Parent { get; } = parent;

    public string Segment { get; } = segment;

    /// <summary>The account that answered the last request that ended here; null when none did.</summary>
    public string? Account { get; set; }

    /// <summary>Requests that went through here.</summary>
    public long Requests { get; set; }

    /// <summary>When the last of them came.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>Segments of the conversation behind this one that are not kept.</summary>
    public int Beyond { get; set; }

    /// <summary>Its place among the leaves, by use; null for a node inside.</summary>
    public LinkedListNode<TreeNode>? Leaf { get; set; }

    public IEnumerable<TreeNode> Children => _children?.Values ?? Enumerable.Empty<TreeNode>();

    public bool HasChildren => _children is { Count: > 0 };

    public TreeNode? Child(string segment) => _children?.GetValueOrDefault(segment);

    public TreeNode AddChild(string segment)
    {
        var child = new TreeNode(this, segment);
        (_children ??= new Dictionary<string, TreeNode>(StringComparer.Ordinal)).Add(segment, child);
        return child;
    }

    public void Remove(TreeNode child) => _children!.Remove(child.Segment);
}
