namespace EmbeddedCache.Stores;

/// <summary>
/// The edges that go on from a node, found by their first segment: a hash table with linear probing and at most half of its places
/// taken. The hash is .NET's seeded one, so that no client can choose segments that collide. Reads are safe beside one writer, as in
/// <see cref="SegmentText"/>.
/// </summary>
internal struct EdgeTable
{
    private PathEdge?[]? _places;
    private int _count;

    public readonly int Count => _count;

    /// <summary>The edge, when there is just one.</summary>
    public readonly PathEdge? Only
    {
        get
        {
            if (_count == 1)
            {
                foreach (PathEdge edge in this)
                {
                    return edge;
                }
            }

            return null;
        }
    }

    public static int HashOf(ReadOnlySpan<char> segment) => string.GetHashCode(segment);

    /// <summary>The edge whose text begins with the path's first segment.</summary>
    /// <param name="path">What is left of a path.</param>
    /// <param name="common">How many characters from the start are the same in the edge's text and the path.</param>
    public readonly PathEdge? Find(ReadOnlySpan<char> path, out int common)
    {
        common = 0;
        PathEdge?[]? places = _places;
        if (places is null)
        {
            return null;
        }

        ReadOnlySpan<char> segment = PathEdge.FirstSegment(path);
        int hash = HashOf(segment);
        int mask = places.Length - 1;
        for (int probe = 0; probe <= mask; probe++)
        {
            PathEdge? edge = places[(hash + probe) & mask];
            if (edge is null)
            {
                return null;
            }

            // Equal hashes are equal segments but for one in billions, so the whole text is compared at once.
            if (edge.FirstSegmentHash == hash)
            {
                common = edge.Text.CommonPrefixLength(path);
                if (edge.Text.IsFirstSegment(segment.Length, common))
                {
                    return edge;
                }
            }
        }

        return null;
    }

    public void Add(PathEdge edge)
    {
        if (_places is null || _count >= _places.Length / 2)
        {
            Rebuild(Math.Max(2, (_places?.Length ?? 0) * 2), except: null);
        }

        Place(_places!, edge);
        _count++;
    }

    public void Remove(PathEdge edge)
    {
        _count--;
        if (_count == 0)
        {
            _places = null;
            return;
        }

        // With probing, a hole would hide what stands behind it: so the table is filled anew, or only the run behind the hole is.
        if (_count < _places!.Length / 8)
        {
            Rebuild(_places.Length / 2, edge);
        }
        else
        {
            CloseGap(edge);
        }
    }

    public readonly Enumerator GetEnumerator() => new(_places);

    private static void Place(PathEdge?[] places, PathEdge edge)
    {
        int mask = places.Length - 1;
        int index = edge.FirstSegmentHash & mask;
        while (places[index] is not null)
        {
            index = (index + 1) & mask;
        }

        places[index] = edge;
    }

    private void Rebuild(int length, PathEdge? except)
    {
        var places = new PathEdge?[length];
        foreach (PathEdge edge in this)
        {
            if (edge != except)
            {
                Place(places, edge);
            }
        }

        _places = places;
    }

    private readonly void CloseGap(PathEdge edge)
    {
        PathEdge?[] places = _places!;
        int mask = places.Length - 1;
        int index = edge.FirstSegmentHash & mask;
        while (places[index] != edge)
        {
            index = (index + 1) & mask;
        }

        places[index] = null;
        for (index = (index + 1) & mask; places[index] is { } next; index = (index + 1) & mask)
        {
            places[index] = null;
            Place(places, next);
        }
    }

    public struct Enumerator(PathEdge?[]? places)
    {
        private int _index = -1;

        public readonly PathEdge Current => places![_index]!;

        public bool MoveNext()
        {
            while (places is not null && ++_index < places.Length)
            {
                if (places[_index] is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
