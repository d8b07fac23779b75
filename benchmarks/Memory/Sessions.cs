using EmbeddedCache.Stores;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>
/// The sessions of a busy gateway and the order in which their requests come, the same for every contender. Half of them are named by
/// the 36 characters of a client's own session id, as of Claude Code; the other half by the 13 of a short hash.
/// </summary>
internal sealed class Sessions
{
    public const int Count = 10_000;
    public const long GroupId = 7;

    /// <summary>The longest key text that the peers format: enough for all of them.</summary>
    public const int KeyLength = 128;

    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private const string Space = "sticky_session:";
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly string[] _hashes = new string[Count];
    private int _next;

    public Sessions(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < Count; i++)
        {
            _hashes[i] = i % 2 == 0 ? Uuid(random) : random.GetString(Alphabet, 13);
        }

        random.Shuffle(_hashes);
    }

    public IReadOnlyList<string> Hashes => _hashes;

    /// <summary>The session of the next request.</summary>
    public string Next()
    {
        int next = _next;
        _next = next + 1 < _hashes.Length ? next + 1 : 0;
        return _hashes[next];
    }

    /// <summary>The account that a session is bound to.</summary>
    public static long AccountOf(string hash) => hash[0];

    /// <summary>The text of a session's key, as the store keeps it, on the caller's stack.</summary>
    public static ReadOnlySpan<char> KeyText(string hash, Span<char> buffer)
    {
        new CacheKey(Space, GroupId, hash).TryFormat(buffer, out int length);
        return buffer[..length];
    }

    /// <summary>The same as a string, for caches that take no other key.</summary>
    public static string KeyString(string hash) => new CacheKey(Space, GroupId, hash).ToString();

    private static string Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
