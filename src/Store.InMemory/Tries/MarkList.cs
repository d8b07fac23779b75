namespace EmbeddedCache.Stores;

/// <summary>A saved path that ends within an edge.</summary>
/// <param name="End">The length of the edge's text up to the end of the path.</param>
/// <param name="Id">The path's place in <see cref="SavedPaths"/>.</param>
internal readonly record struct Mark(int End, int Id);

/// <summary>The saved paths that end within one edge, shortest first. Reads are safe beside one writer, as in <see cref="SegmentText"/>.</summary>
internal struct MarkList
{
    private Mark[]? _marks;
    private int _count;

    public readonly int Count => _count;

    public readonly ReadOnlySpan<Mark> Marks => _marks is { } marks ? marks.AsSpan(0, Math.Min(_count, marks.Length)) : default;

    /// <summary>Where the mark with this end stands, or the complement of where it would.</summary>
    public readonly int IndexOfEnd(int end)
    {
        ReadOnlySpan<Mark> marks = Marks;
        int low = 0;
        int high = marks.Length - 1;

        // The next turn of a conversation is behind all the others.
        if (high >= 0 && marks[high].End < end)
        {
            return ~marks.Length;
        }

        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int found = marks[middle].End;
            if (found == end)
            {
                return middle;
            }

            if (found < end)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    public readonly int IndexOfId(int id)
    {
        ReadOnlySpan<Mark> marks = Marks;
        for (int i = 0; i < marks.Length; i++)
        {
            if (marks[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    public void Insert(int index, Mark mark)
    {
        Mark[] marks = _marks ?? [];
        if (_count == marks.Length)
        {
            Array.Resize(ref marks, _count + 4 + (_count / 4));
        }

        marks.AsSpan(index, _count - index).CopyTo(marks.AsSpan(index + 1));
        marks[index] = mark;
        _marks = marks;
        _count++;
    }

    public void RemoveAt(int index)
    {
        Mark[] marks = _marks!;
        marks.AsSpan(index + 1, _count - index - 1).CopyTo(marks.AsSpan(index));
        _count--;
        if (_count < marks.Length / 2)
        {
            _marks = _count == 0 ? null : marks.AsSpan(0, _count).ToArray();
        }
    }

    /// <summary>Takes the marks behind <paramref name="end"/> away, as marks of a text that begins at <paramref name="start"/>.</summary>
    public MarkList TakeBehind(int end, int start)
    {
        int index = IndexOfEnd(end);
        index = index < 0 ? ~index : index + 1;
        var taken = default(MarkList);
        taken.AddAll(Marks[index..], -start);
        _count = index;
        _marks = index == 0 ? null : Marks.ToArray();
        return taken;
    }

    /// <summary>Puts the marks of a text behind these, which begins at <paramref name="start"/> of this one.</summary>
    public void AddAll(ReadOnlySpan<Mark> marks, int start)
    {
        if (marks.IsEmpty)
        {
            return;
        }

        var all = new Mark[_count + marks.Length];
        Marks.CopyTo(all);
        for (int i = 0; i < marks.Length; i++)
        {
            all[_count + i] = marks[i] with { End = marks[i].End + start };
        }

        _marks = all;
        _count = all.Length;
    }
}
