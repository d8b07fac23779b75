using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>The canonical form as text.</summary>
internal static class Canonical
{
    public static string Of(string json) => Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(json)));

    public static byte[] Of(byte[] json)
    {
        using var canonical = new CanonicalJson();
        var scanner = new JsonScanner(json);
        canonical.Write(ref scanner);
        scanner.End();
        return canonical.Written.ToArray();
    }
}
