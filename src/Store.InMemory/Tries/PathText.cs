using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>Paths as they are saved: without empty segments.</summary>
internal static class PathText
{
    /// <summary>The path without its empty segments: the same string when it has none.</summary>
    public static string Normalize(string path)
    {
        if (path.Length == 0 || (path[0] != SegmentText.Separator && path[^1] != SegmentText.Separator && !path.Contains("--", StringComparison.Ordinal)))
        {
            return path;
        }

        var normal = new StringBuilder(path.Length);
        foreach (Range range in path.AsSpan().Split(SegmentText.Separator))
        {
            ReadOnlySpan<char> segment = path.AsSpan(range);
            if (!segment.IsEmpty)
            {
                (normal.Length == 0 ? normal : normal.Append(SegmentText.Separator)).Append(segment);
            }
        }

        return normal.ToString();
    }
}
