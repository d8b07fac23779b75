using System.Runtime.InteropServices;

namespace EmbeddedCache.Stores;

/// <summary>A trie in a snapshot: its paths, their values and the order of their use. See <see cref="SnapshotFormat"/>.</summary>
internal sealed class TrieSnapshot
{
    // Kept from trie to trie.
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<int> _paths = [];
    private readonly Stack<(int Start, int Left)> _open = new();
    private readonly Stack<PathEdge> _next = new();
    private int[] _ranks = [];
    private char[] _path = new char[1_024];

    /// <summary>Under the lock of the trie.</summary>
    public void Write(PathTrie trie, SnapshotOutput output)
    {
        WriteUses(trie.Paths, output);
        output.WriteNumber((ulong)trie.Root.Children.Count);
        Push(trie.Root, _next);
        while (_next.TryPop(out PathEdge? edge))
        {
            edge.Text.WriteTo(output);
            output.WriteNumber((ulong)edge.Marks.Count);
            int last = 0;
            foreach (Mark mark in edge.Marks.Marks)
            {
                output.WriteNumber((ulong)(mark.End - last));
                output.WriteNumber((ulong)_ranks[mark.Id]);
                last = mark.End;
            }

            output.WriteNumber((ulong)edge.Children.Count);
            Push(edge, _next);
        }
    }

    /// <summary>Makes a trie of at most that many paths, the ones that were used last.</summary>
    public PathTrie Read(SnapshotInput input, int maxPaths, Losses losses)
    {
        ReadUses(input);
        int count = _paths.Count;
        var trie = new PathTrie(maxPaths, losses);

        // Paths are saved in the order of the text, where each save appends; then they are used in the order of their use.
        if (_ranks.Length < count)
        {
            _ranks = new int[count];
        }

        Span<int> ids = _ranks.AsSpan(0, count);
        ids.Fill(-1);
        int saved = 0;
        int length = 0;
        _open.Clear();
        _open.Push((0, input.ReadCount()));
        while (_open.TryPop(out (int Start, int Left) level))
        {
            if (level.Left == 0)
            {
                continue;
            }

            _open.Push(level with { Left = level.Left - 1 });
            length = level.Start;
            int text = length;
            length += input.ReadText(ref _path, length);
            if (length == text || HasEmptySegment(_path.AsSpan(text..length)))
            {
                throw SnapshotInput.Broken();
            }

            int end = text;
            for (int marks = input.ReadCount(); marks > 0; marks--)
            {
                end += input.ReadUpTo(length - end);
                int rank = input.ReadUpTo(count - 1);
                bool isSegment = (end == length || _path[end] == StorePath.Separator) && end > text;
                if (!isSegment || count == 0 || ids[rank] >= 0)
                {
                    throw SnapshotInput.Broken();
                }

                ids[rank] = int.MaxValue;
                if (rank >= count - maxPaths)
                {
                    trie.Save(_path.AsSpan(0, end), _texts[_paths[rank]]);
                    ids[rank] = saved++;
                }
            }

            int children = input.ReadCount();
            if (children > 0)
            {
                if (_path.Length == length)
                {
                    Array.Resize(ref _path, length * 2);
                }

                _path[length] = StorePath.Separator;
                _open.Push((length + 1, children));
            }
        }

        if (ids.Contains(-1) || trie.Count != saved || saved == 0)
        {
            throw SnapshotInput.Broken();
        }

        foreach (int id in ids)
        {
            if (id != int.MaxValue)
            {
                trie.Paths.Use(id);
            }
        }

        return trie;
    }

    private static bool HasEmptySegment(ReadOnlySpan<char> text) =>
        text[0] == StorePath.Separator || text[^1] == StorePath.Separator || text.Contains("--", StringComparison.Ordinal);

    private static void Push(PathEdge edge, Stack<PathEdge> next)
    {
        foreach (PathEdge child in edge.Children)
        {
            next.Push(child);
        }
    }

    private void WriteUses(SavedPaths paths, SnapshotOutput output)
    {
        _values.Clear();
        _texts.Clear();
        _paths.Clear();
        if (_ranks.Length < paths.Capacity)
        {
            _ranks = new int[paths.Capacity];
        }

        for (int id = paths.Oldest; id >= 0; id = paths.NewerThan(id))
        {
            string value = paths.ValueOf(id)!;
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, value, out bool known);
            if (!known)
            {
                index = _texts.Count;
                _texts.Add(value);
            }

            _ranks[id] = _paths.Count;
            _paths.Add(index);
        }

        output.WriteNumber((ulong)_texts.Count);
        foreach (string text in _texts)
        {
            output.WriteText(text);
        }

        output.WriteNumber((ulong)_paths.Count);
        foreach (int value in _paths)
        {
            output.WriteNumber((ulong)value);
        }
    }

    private void ReadUses(SnapshotInput input)
    {
        _texts.Clear();
        _paths.Clear();
        for (int values = input.ReadCount(); values > 0; values--)
        {
            string text = input.ReadText();
            _texts.Add(text.Length > 0 ? text : throw SnapshotInput.Broken());
        }

        for (int paths = input.ReadCount(); paths > 0; paths--)
        {
            _paths.Add(_texts.Count > 0 ? input.ReadUpTo(_texts.Count - 1) : throw SnapshotInput.Broken());
        }
    }
}
