using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>The canonical form as text.</summary>
internal static class Canonical
{
    public static string Of(string json) => Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(json)));

    public static unsafe byte[] Of(byte[] json)
    {
        fixed (byte* start = json)
        {
            using Workspace workspace = Workspace.Take();
            CanonicalJson canonical = workspace.Canonical;
            var body = new BodyBytes(start, json.Length);
            var scanner = new JsonScanner(body);
            canonical.Begin(body);
            canonical.Write(ref scanner);
            scanner.End();
            return canonical.Rope.ToArray();
        }
    }
}
