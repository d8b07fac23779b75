using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>Paths on their way to the server and back.</summary>
internal static class PathText
{
    /// <summary>A path that is never saved, for asking about one that has no segment: the server still says what the key holds.</summary>
    public const string Nowhere = "-";

    private const string EmptySegment = "--";

    /// <summary>
    /// The part of a path that can match: what stands before its first empty segment, as no saved path has one;
    /// <see cref="Nowhere"/> when nothing does.
    /// </summary>
    public static string Matchable(string path)
    {
        if (path.Length == 0 || path[0] == StorePath.Separator)
        {
            return Nowhere;
        }

        if (!StorePath.HasEmptySegment(path))
        {
            return path;
        }

        int empty = path.IndexOf(EmptySegment, StringComparison.Ordinal);
        return path[..(empty < 0 ? path.Length - 1 : empty)];
    }

    /// <summary>How many characters make up the first bytes of a path's UTF-8.</summary>
    public static int CharsOf(string path, int bytes)
    {
        if (bytes <= path.Length && Ascii.IsValid(path.AsSpan(0, bytes)))
        {
            return bytes;
        }

        int chars = 0;
        foreach (Rune rune in path.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            chars += rune.Utf16SequenceLength;
        }

        return chars;
    }
}
