using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>
/// A field is the digest of a path: XXH128 of its UTF-8, 16 raw bytes in the algorithm's canonical order. The client makes the digests of
/// all candidates in one pass, as a candidate is a beginning of the next.
/// </summary>
internal sealed class HashedPathLayout(RedisConnection connection) : IPathLayout
{
    private const int DigestBytes = 16;

    // The longest candidates, among which nearly every match is, go first: 2 KB, and 4 us to make. A find over more of them than that
    // takes a second round trip when all of those miss, and a call asks for so few that it is short.
    private const int FirstCandidates = 128;
    private const int NextCandidates = 1_024;

    [ThreadStatic]
    private static XxHash128? _hash;

    public RedisValue FieldOf(string path) => XxHash128.Hash(Encoding.UTF8.GetBytes(path));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<PathMatch?> FindAsync(RedisKey key, string path, long milliseconds, RedisCall call, CancellationToken cancellationToken)
    {
        path = PathText.Matchable(path);
        int candidates = path == PathText.Nowhere ? 1 : path.AsSpan().Count(StorePath.Separator) + 1;
        for (int from = 0, count = FirstCandidates; from < candidates; from += count, count = NextCandidates)
        {
            int bytes = DigestBytes * Math.Min(count, candidates - from);
            byte[] rented = ArrayPool<byte>.Shared.Rent(bytes);
            WriteDigests(path, candidates - from, rented.AsSpan(0, bytes));
            RedisValue[] arguments = [rented.AsMemory(0, bytes), milliseconds];
            RedisResult result = await connection.RunAsync(RedisScript.FindDigest, key, arguments, call, cancellationToken).ConfigureAwait(false);

            // Only now: after a failure the client may still be about to write it.
            ArrayPool<byte>.Shared.Return(rented);
            if (!result.IsNull)
            {
                FoundPath found = FoundPath.Parse((RedisValue)result);
                return new PathMatch(found.Value, LengthOf(path, from + found.Place));
            }
        }

        return null;
    }

    // The digests of the first `longest` candidates as far as there is room, longest first.
    private static void WriteDigests(string path, int longest, Span<byte> digests)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(path.Length));
        ReadOnlySpan<byte> rest = rented.AsSpan(0, Encoding.UTF8.GetBytes(path, rented));
        XxHash128 hash = _hash ??= new XxHash128();
        hash.Reset();
        for (int place = longest - 1; place >= 0; place--)
        {
            // The separator belongs to the segment behind it.
            int end = rest.Length < 2 ? -1 : rest[1..].IndexOf((byte)StorePath.Separator);
            ReadOnlySpan<byte> segment = end < 0 ? rest : rest[..(end + 1)];
            hash.Append(segment);
            rest = rest[segment.Length..];
            if (DigestBytes * place < digests.Length)
            {
                hash.GetCurrentHash(digests.Slice(DigestBytes * place, DigestBytes));
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int LengthOf(string path, int cuts)
    {
        int length = path.Length;
        for (; cuts > 0; cuts--)
        {
            length = path.AsSpan(0, length).LastIndexOf(StorePath.Separator);
        }

        return length;
    }
}
