namespace EmbeddedCache.Stores;

/// <summary>
/// The saved paths of one trie with their values, in the order of their use: a doubly linked list over one array, so that a path
/// costs 24 bytes here, a use moves it to the front in constant time, and the least recently used one is always at hand.
/// </summary>
internal sealed class SavedPaths
{
    private const int None = -1;

    private SavedPath[] _paths = [];
    private int _used;
    private int _free = None;
    private int _newest = None;
    private int _oldest = None;

    public int Count { get; private set; }

    /// <summary>All ids are below.</summary>
    public int Capacity => _used;

    /// <summary>The least recently used path. Only when there is one.</summary>
    public int Oldest => _oldest;

    /// <summary>The value of a path. Safe beside one writer, who may make the answer worthless but not fail.</summary>
    public string? ValueOf(int id)
    {
        SavedPath[] paths = _paths;
        return (uint)id < (uint)paths.Length ? paths[id].Value : null;
    }

    /// <summary>The path that was used next after this one; negative for none.</summary>
    public int NewerThan(int id) => _paths[id].Newer;

    public PathEdge EdgeOf(int id) => _paths[id].Edge!;

    public int Add(PathEdge edge, string value)
    {
        int id = _free;
        if (id != None)
        {
            _free = _paths[id].Older;
        }
        else
        {
            if (_used == _paths.Length)
            {
                Array.Resize(ref _paths, _used + 4 + (_used / 4));
            }

            id = _used++;
        }

        _paths[id].Value = value;
        _paths[id].Edge = edge;
        LinkAsNewest(id);
        Count++;
        return id;
    }

    public void Remove(int id)
    {
        Unlink(id);
        _paths[id] = new SavedPath { Older = _free };
        _free = id;
        Count--;
    }

    public void SetValue(int id, string value) => _paths[id].Value = value;

    public void MoveTo(int id, PathEdge edge) => _paths[id].Edge = edge;

    public void Use(int id)
    {
        if (_newest != id)
        {
            Unlink(id);
            LinkAsNewest(id);
        }
    }

    private void LinkAsNewest(int id)
    {
        _paths[id].Newer = None;
        _paths[id].Older = _newest;
        if (_newest != None)
        {
            _paths[_newest].Newer = id;
        }
        else
        {
            _oldest = id;
        }

        _newest = id;
    }

    private void Unlink(int id)
    {
        (int newer, int older) = (_paths[id].Newer, _paths[id].Older);
        if (newer != None)
        {
            _paths[newer].Older = older;
        }
        else
        {
            _newest = older;
        }

        if (older != None)
        {
            _paths[older].Newer = newer;
        }
        else
        {
            _oldest = newer;
        }
    }

    private struct SavedPath
    {
        public string? Value;
        public PathEdge? Edge;
        public int Newer;
        public int Older;
    }
}
