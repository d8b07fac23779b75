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

    private readonly string[] _hashes;

    public Sessions(int seed)
    {
        var random = new Random(seed);
        _hashes = NewHashes(random, Count);
        random.Shuffle(_hashes);
    }

    public IReadOnlyList<string> Hashes => _hashes;

    /// <summary>So many session hashes, each a new string.</summary>
    public static string[] NewHashes(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? Uuid(random) : random.GetString(Alphabet, 13))];

    /// <summary>The requests of all sessions, again and again.</summary>
    public Requests All() => new(_hashes);

    /// <summary>The requests of one half of the sessions, 0 or 1.</summary>
    public Requests Half(int half) => new([.. _hashes.Chunk(Count / 2).ElementAt(half)]);

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

    /// <summary>Whose turn it is; for one thread.</summary>
    internal sealed class Requests(string[] hashes)
    {
        private int _next;

        public string Next()
        {
            int next = _next;
            _next = next + 1 < hashes.Length ? next + 1 : 0;
            return hashes[next];
        }
    }
}
