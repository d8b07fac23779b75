namespace EmbeddedCache.Stores;

/// <summary>
/// An edge of a <see cref="PathTrie"/> and the node it leads to: text, the paths that end within the text, and the edges that go on
/// from its end, each with another first segment.
/// </summary>
internal sealed class PathEdge
{
    // A mutable struct, so that it lives inside the edge: hence a field.
    public SegmentText Text;
    public MarkList Marks;
    public EdgeTable Children;

    private PathEdge(PathEdge? parent, SegmentText text, int firstSegmentHash)
    {
        Parent = parent;
        Text = text;
        FirstSegmentHash = firstSegmentHash;
    }

    public PathEdge? Parent { get; private set; }

    public int FirstSegmentHash { get; }

    public static PathEdge Root() => new(null, new SegmentText([]), 0);

    /// <summary>The segment that a path begins with.</summary>
    public static ReadOnlySpan<char> FirstSegment(ReadOnlySpan<char> path)
    {
        int separator = path.IndexOf(SegmentText.Separator);
        return separator < 0 ? path : path[..separator];
    }

    /// <summary>An edge from here to a new leaf.</summary>
    public PathEdge AddLeaf(ReadOnlySpan<char> segments)
    {
        var leaf = new PathEdge(this, new SegmentText(segments), EdgeTable.HashOf(FirstSegment(segments)));
        Children.Add(leaf);
        return leaf;
    }

    /// <summary>Ends this edge at a separator and lets a new one go on with what stood behind it.</summary>
    public void SplitAt(int length, SavedPaths paths)
    {
        int start = length + 1;
        SegmentText rest = Text.From(start);
        Span<char> first = new char[rest.FirstSegmentLength()];
        rest.CopyPrefixTo(first);

        var lower = new PathEdge(this, rest, EdgeTable.HashOf(first)) { Marks = Marks.TakeBehind(length, start), Children = Children };
        lower.Adopt(paths);
        Text.Truncate(length);
        Children = default;
        Children.Add(lower);
    }

    /// <summary>Makes one edge of this and the only one that goes on from it.</summary>
    public void MergeWithOnlyChild(SavedPaths paths)
    {
        PathEdge lower = Children.Only!;
        int start = Text.Length + 1;
        char[] segments = new char[lower.Text.Length];
        lower.Text.CopyPrefixTo(segments);
        Text.Append(segments);
        Marks.AddAll(lower.Marks.Marks, start);
        Children = lower.Children;
        Adopt(paths);
    }

    private void Adopt(SavedPaths paths)
    {
        foreach (Mark mark in Marks.Marks)
        {
            paths.MoveTo(mark.Id, this);
        }

        foreach (PathEdge child in Children)
        {
            child.Parent = this;
        }
    }
}
