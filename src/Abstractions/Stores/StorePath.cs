using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>Paths as stores keep them: segments joined by <c>-</c>, none of them empty. For the authors of stores.</summary>
public static class StorePath
{
    /// <summary>What stands between two segments.</summary>
    public const char Separator = '-';

    private const string EmptySegment = "--";

    /// <summary>Whether a path has an empty segment: two separators in a row, or one at an end. An empty path has none.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static bool HasEmptySegment(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length > 0
            && (path[0] == Separator || path[^1] == Separator || path.Contains(EmptySegment, StringComparison.Ordinal));
    }

    /// <summary>The path without its empty segments, as it is saved.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The same string when it has none; empty when it has no other.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static string Normalize(string path)
    {
        if (!HasEmptySegment(path))
        {
            return path;
        }

        var normal = new StringBuilder(path.Length);
        foreach (Range range in path.AsSpan().Split(Separator))
        {
            ReadOnlySpan<char> segment = path.AsSpan(range);
            if (!segment.IsEmpty)
            {
                (normal.Length == 0 ? normal : normal.Append(Separator)).Append(segment);
            }
        }

        return normal.ToString();
    }
}
