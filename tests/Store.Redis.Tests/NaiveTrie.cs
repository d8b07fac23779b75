namespace EmbeddedCache.Stores.Tests;

/// <summary>The contract of a path trie, word by word.</summary>
internal sealed class NaiveTrie
{
    private readonly Dictionary<string, string> _paths = [];

    public IReadOnlyDictionary<string, string> Paths => _paths;

    public void Save(string path, string value)
    {
        string normal = Normalize(path);
        if (normal.Length == 0)
        {
            return;
        }

        if (value.Length == 0)
        {
            _paths.Remove(normal);
        }
        else
        {
            _paths[normal] = value;
        }
    }

    public bool Remove(string path) => _paths.Remove(Normalize(path));

    public PathMatch? Find(string path)
    {
        for (int length = path.Length; length > 0; length = path.LastIndexOf('-', length - 1))
        {
            if (_paths.TryGetValue(path[..length], out string? value))
            {
                return new PathMatch(value, length);
            }
        }

        return null;
    }

    private static string Normalize(string path) => string.Join('-', path.Split('-', StringSplitOptions.RemoveEmptyEntries));
}
