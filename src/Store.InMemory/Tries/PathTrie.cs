using System.Diagnostics;

namespace EmbeddedCache.Stores;

/// <summary>
/// A radix trie of paths, the model of the Redis scripts: values at paths of <c>-</c>-joined segments, and the longest saved path that
/// another one begins with.
/// </summary>
/// <remarks>
/// <para>
/// Edges hold whole segments and are split only where two saved paths part. A saved path that ends within an edge is a mark on it, so
/// a conversation that never forked is one edge: looking it up is one vectorised comparison and one binary search, and its memory is
/// its text, once, plus 32 bytes a saved turn. The idea of path compression is from D. R. Morrison, "PATRICIA" (JACM 15, 1968).
/// </para>
/// <para>
/// One writer at a time, under the caller's lock. Readers take none: they read the version, walk, and look whether the version is
/// still the same (a sequence lock); if not, what they saw is worthless and they walk again under the lock. A walk beside a writer may
/// answer anything, but ends and does not fail: each step consumes text, and all reads are clamped.
/// </para>
/// </remarks>
internal sealed class PathTrie(int maxPaths, Losses losses)
{
    // As measured by the objects' sizes on a 64-bit runtime.
    private const int FixedBytes = 200;
    private const int BytesPerEdge = 160;
    private const int BytesPerPath = 24;
    private const int MarkBytes = 8;
    private const int StringBytes = 24;

    private readonly PathEdge _root = PathEdge.Root();
    private readonly SavedPaths _paths = new();

    // Odd while a writer is at work.
    private int _version;

    public int Count => _paths.Count;

    /// <summary>Under the lock: where all edges go on from.</summary>
    public PathEdge Root => _root;

    /// <summary>Under the lock.</summary>
    public SavedPaths Paths => _paths;

    /// <summary>Finds the longest saved path that <paramref name="path"/> begins with, without the lock.</summary>
    /// <param name="path">The path; not normalised.</param>
    /// <param name="match">The match, or the default value.</param>
    /// <param name="version">For <see cref="IsUnchangedSince"/>.</param>
    /// <returns>Whether the answer can be trusted: no writer was at work meanwhile.</returns>
    public bool TryFind(ReadOnlySpan<char> path, out TrieMatch match, out int version)
    {
        version = Volatile.Read(ref _version);
        match = default;
        if ((version & 1) != 0)
        {
            return false;
        }

        match = Find(path);
        Volatile.ReadBarrier();
        return _version == version;
    }

    /// <summary>Under the lock: whether nobody has written since <see cref="TryFind"/>.</summary>
    public bool IsUnchangedSince(int version) => _version == version;

    /// <summary>Under the lock, or at one's own risk: finds the longest saved path that <paramref name="path"/> begins with.</summary>
    public TrieMatch Find(ReadOnlySpan<char> path)
    {
        TrieMatch match = default;
        PathEdge edge = _root;
        int start = 0;
        while (edge.Children.Find(path[start..], out int common) is { } next)
        {
            edge = next;
            ReadOnlySpan<char> rest = path[start..];
            int whole = common == rest.Length || rest[common] == SegmentText.Separator ? common : common - 1;

            ReadOnlySpan<Mark> marks = edge.Marks.Marks;
            int index = edge.Marks.IndexOfEnd(whole);
            index = index < 0 ? ~index - 1 : index;
            if ((uint)index < (uint)marks.Length && _paths.ValueOf(marks[index].Id) is { } value)
            {
                match = new TrieMatch(value, start + marks[index].End, marks[index].Id);
            }

            // Only who matched the whole edge, and has a separator behind it, goes on.
            if (common < edge.Text.Length || common == rest.Length || whole < common)
            {
                break;
            }

            start += common + 1;
        }

        return match;
    }

    /// <summary>Under the lock: notes that a path was used.</summary>
    public void Use(TrieMatch match) => _paths.Use(match.Id);

    /// <summary>Under the lock: saves a value at a normalised, non-empty path. Past the bound the least recently used paths go.</summary>
    public void Save(ReadOnlySpan<char> path, string value)
    {
        BeginWrite();
        (PathEdge edge, int end) = Reach(path);
        int index = edge.Marks.IndexOfEnd(end);
        if (index >= 0)
        {
            int id = edge.Marks.Marks[index].Id;
            if (_paths.ValueOf(id) != value)
            {
                _paths.SetValue(id, SharedWithShorterPath(edge, index, value));
            }

            _paths.Use(id);
        }
        else
        {
            edge.Marks.Insert(~index, new Mark(end, _paths.Add(edge, SharedWithShorterPath(edge, ~index, value))));
            while (_paths.Count > maxPaths)
            {
                RemoveOldest();
            }
        }

        EndWrite();
    }

    /// <summary>Under the lock: removes a normalised path.</summary>
    /// <returns>Whether it was saved.</returns>
    public bool Remove(ReadOnlySpan<char> path)
    {
        TrieMatch match = Find(path);
        if (match.Value is null || match.Length != path.Length)
        {
            return false;
        }

        BeginWrite();
        Remove(match.Id);
        EndWrite();
        return true;
    }

    /// <summary>Under the lock: all saved paths and their values, in no order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToList()
    {
        var all = new List<KeyValuePair<string, string>>(Count);
        Collect(_root, prefix: string.Empty, all);
        return all;
    }

    /// <summary>Under the lock: the memory that the trie takes, estimated; it looks at every edge.</summary>
    public long EstimateBytes() => FixedBytes + (_paths.Count * BytesPerPath) + EstimateBytes(_root);

    private long EstimateBytes(PathEdge edge)
    {
        long bytes = BytesPerEdge + edge.Text.Size + (edge.Marks.Count * MarkBytes);
        string? last = null;
        foreach (Mark mark in edge.Marks.Marks)
        {
            // The turns of a conversation share one value.
            string? value = _paths.ValueOf(mark.Id);
            if (value is not null && !ReferenceEquals(value, last))
            {
                bytes += StringBytes + (value.Length * sizeof(char));
            }

            last = value;
        }

        foreach (PathEdge child in edge.Children)
        {
            bytes += EstimateBytes(child);
        }

        return bytes;
    }

    private void Collect(PathEdge edge, string prefix, List<KeyValuePair<string, string>> all)
    {
        string text = prefix + edge.Text;
        foreach (Mark mark in edge.Marks.Marks)
        {
            all.Add(new(text[..(prefix.Length + mark.End)], _paths.ValueOf(mark.Id)!));
        }

        foreach (PathEdge child in edge.Children)
        {
            Collect(child, text.Length == 0 ? text : text + SegmentText.Separator, all);
        }
    }

    /// <summary>Makes the path part of the trie's text.</summary>
    /// <returns>The edge that the path ends in, and where in its text.</returns>
    private (PathEdge Edge, int End) Reach(ReadOnlySpan<char> path)
    {
        PathEdge edge = _root;
        while (edge.Children.Find(path, out int common) is { } next)
        {
            edge = next;
            int shared = SharedSegments(ref edge.Text, path, common);
            if (shared == path.Length)
            {
                return (edge, shared);
            }

            if (shared < edge.Text.Length)
            {
                edge.SplitAt(shared, _paths);
            }
            else if (edge.Children.Count == 0)
            {
                edge.Text.Append(path[(shared + 1)..]);
                return (edge, edge.Text.Length);
            }

            path = path[(shared + 1)..];
        }

        PathEdge leaf = edge.AddLeaf(path);
        return (leaf, path.Length);
    }

    /// <summary>How many characters of whole segments an edge and a path with the same first segment share, that have so many in common.</summary>
    private static int SharedSegments(ref SegmentText text, ReadOnlySpan<char> path, int common)
    {
        bool endsInText = common == text.Length || text.IsSeparatorAt(common);
        bool endsInPath = common == path.Length || path[common] == SegmentText.Separator;
        return endsInText && endsInPath ? common : text.LastSeparatorBefore(common);
    }

    /// <summary>
    /// The value as an earlier turn of the conversation holds it, when it is the same: a session's value comes as a new string at every
    /// turn, and is kept once.
    /// </summary>
    private string SharedWithShorterPath(PathEdge edge, int index, string value)
    {
        for (PathEdge? at = edge; at is not null; at = at.Parent, index = at?.Marks.Count ?? 0)
        {
            if (index > 0)
            {
                string shorter = _paths.ValueOf(at.Marks.Marks[index - 1].Id)!;
                return shorter == value ? shorter : value;
            }
        }

        return value;
    }

    private void RemoveOldest()
    {
        Remove(_paths.Oldest);
        losses.CountEvictedPath();
    }

    private void Remove(int id)
    {
        PathEdge edge = _paths.EdgeOf(id);
        edge.Marks.RemoveAt(edge.Marks.IndexOfId(id));
        _paths.Remove(id);
        if (edge.Children.Count > 0)
        {
            return;
        }

        if (edge.Marks.Count > 0)
        {
            edge.Text.Truncate(edge.Marks.Marks[^1].End);
            return;
        }

        // An edge without paths goes; a node that is no fork any more becomes part of its edge.
        PathEdge parent = edge.Parent!;
        parent.Children.Remove(edge);
        if (parent.Children.Count == 1 && parent != _root)
        {
            parent.MergeWithOnlyChild(_paths);
        }
    }

    private void BeginWrite()
    {
        Debug.Assert((_version & 1) == 0, "Writers are alone.");
        _version++;
        Volatile.WriteBarrier();
    }

    private void EndWrite() => Volatile.Write(ref _version, _version + 1);
}
