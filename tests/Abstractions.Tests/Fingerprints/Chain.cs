using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>A chain spelt out: a letter and what it hashes, such as <c>u:hello</c>, for each segment.</summary>
internal static class Chain
{
    public static string Of(params string[] segments) =>
        string.Join('-', segments.Select(segment => segment[..2] + ShortHash.Compute(Encoding.UTF8.GetBytes(segment[2..]))));

    /// <summary>Whether <paramref name="chain"/> is the other one, or that one goes on from it.</summary>
    public static bool IsPrefix(string chain, string longer) => (longer + "-").StartsWith(chain + "-", StringComparison.Ordinal);
}
