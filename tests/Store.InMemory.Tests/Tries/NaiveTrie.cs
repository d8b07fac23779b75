namespace EmbeddedCache.Stores.Tests;

/// <summary>
/// The contract's section 3 as a list scan: what a trie must answer, written so that one can see that it is right. Linked into the tests of
/// the Redis store.
/// </summary>
internal sealed class NaiveTrie
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Paths => _paths;

    public static string Normalize(string path) => string.Join('-', path.Split('-', StringSplitOptions.RemoveEmptyEntries));

    public void Save(string path, string value)
    {
        string normal = Normalize(path);
        if (normal.Length > 0 && value.Length > 0)
        {
            _paths[normal] = value;
        }
        else
        {
            // An empty value could never match: it removes the path.
            _paths.Remove(normal);
        }
    }

    public bool Remove(string path) => _paths.Remove(Normalize(path));

    public PathMatch? Find(string path)
    {
        for (string candidate = path; ; candidate = candidate[..candidate.LastIndexOf('-')])
        {
            if (_paths.TryGetValue(candidate, out string? value))
            {
                return new PathMatch(value, candidate.Length);
            }

            if (candidate.LastIndexOf('-') <= 0)
            {
                return null;
            }
        }
    }
}
