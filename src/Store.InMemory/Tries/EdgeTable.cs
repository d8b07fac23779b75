namespace EmbeddedCache.Stores;

/// <summary>
/// The edges that go on from a node, found by their first segment: a hash table with linear probing and at most half of its places
/// taken. The hash is .NET's seeded one, so that no client can choose segments that collide. Reads are safe beside one writer, as in
/// <see cref="SegmentText"/>.
/// </summary>
internal struct EdgeTable
{
    // At most half of the places are taken, so this holds one edge.
    private const int SmallestLength = 2;

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

        int length = PathEdge.FirstSegment(path).Length;
        if (places.Length == SmallestLength)
        {
            // The only edge, for example of the system prompt that all conversations of a client begin with: found without a hash.
            return (places[0] ?? places[1]) is { } only && IsFound(only, path, length, out common) ? only : null;
        }

        int hash = HashOf(path[..length]);
        int mask = places.Length - 1;
        for (int probe = 0; probe <= mask && places[(hash + probe) & mask] is { } edge; probe++)
        {
            // Equal hashes are equal segments but for one in billions, so the whole text is compared at once.
            if (edge.FirstSegmentHash == hash && IsFound(edge, path, length, out common))
            {
                return edge;
            }
        }

        return null;
    }

    public void Add(PathEdge edge)
    {
        if (_places is null || _count >= _places.Length / 2)
        {
            Rebuild(Math.Max(SmallestLength, (_places?.Length ?? 0) * 2), except: null);
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

    private static bool IsFound(PathEdge edge, ReadOnlySpan<char> path, int firstSegmentLength, out int common)
    {
        common = edge.Text.CommonPrefixLength(path);
        return edge.Text.IsFirstSegment(firstSegmentLength, common);
    }

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
