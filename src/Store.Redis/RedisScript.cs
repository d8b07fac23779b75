using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>
/// A script of the folder <c>Scripts</c>. It is asked for by its SHA-1, and sent as a whole when the server does not know it: SCRIPT
/// LOAD is not used, so a server whose users may not use SCRIPT does as well.
/// </summary>
internal sealed class RedisScript
{
    public static readonly RedisScript FindPath = new("find-path.lua");
    public static readonly RedisScript FindDigest = new("find-digest.lua");
    public static readonly RedisScript SavePath = new("save-path.lua");
    public static readonly RedisScript Expire = new("expire.lua");
    public static readonly RedisScript Increment = new("increment.lua");

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Redis names scripts by their SHA-1.")]
    private RedisScript(string name)
    {
        using Stream resource = typeof(RedisScript).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        Text = reader.ReadToEnd();
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
    }

    public string Text { get; }

    public byte[] Hash { get; }
}
