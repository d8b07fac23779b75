using System.Buffers;
using System.IO.Hashing;
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

    private static readonly RedisCommand<ScriptRun<Candidates>, RedisResult, PathMatch?> Find = ScriptRun<Candidates>.Command<PathMatch?>(Read);

    [ThreadStatic]
    private static XxHash128? _hash;

    public RedisValue FieldOf(string path) => XxHash128.Hash(Encoding.UTF8.GetBytes(path));

    public ValueTask<PathMatch?> FindAsync(RedisKey key, string path, long milliseconds, in RedisCall call, CancellationToken cancellationToken)
    {
        path = PathText.Matchable(path);
        int candidates = path == PathText.Nowhere ? 1 : path.AsSpan().Count(StorePath.Separator) + 1;
        var run = new ScriptRun<Candidates>(RedisScript.FindDigest, [key], [default, milliseconds], default);
        Ask(ref run, new Candidates(path, candidates, From: 0, Math.Min(candidates, FirstCandidates), Rented: []));
        return connection.RunAsync(Find, run, call, cancellationToken);
    }

    // Puts the digests of some candidates into the arguments.
    private static void Ask(ref ScriptRun<Candidates> run, in Candidates candidates)
    {
        int bytes = DigestBytes * candidates.Count;
        byte[] rented = ArrayPool<byte>.Shared.Rent(bytes);
        WriteDigests(candidates.Path, candidates.All - candidates.From, rented.AsSpan(0, bytes));
        run.Arguments[0] = rented.AsMemory(0, bytes);
        run.More = candidates with { Rented = rented };
    }

    private static bool Read(RedisResult result, ref ScriptRun<Candidates> run, out PathMatch? match)
    {
        // Only now: after a failure the client may still be about to write it.
        Candidates asked = run.More;
        ArrayPool<byte>.Shared.Return(asked.Rented);
        match = null;
        if (!result.IsNull)
        {
            FoundPath found = FoundPath.Parse((RedisValue)result);
            match = new PathMatch(found.Value, LengthOf(asked.Path, asked.From + found.Place));
            return true;
        }

        int from = asked.From + asked.Count;
        if (from == asked.All)
        {
            return true;
        }

        Ask(ref run, asked with { From = from, Count = Math.Min(asked.All - from, NextCandidates) });
        return false;
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

    /// <summary>What a find has asked for.</summary>
    /// <param name="Path">The path.</param>
    /// <param name="All">How many candidates it has.</param>
    /// <param name="From">How many, the longest, were asked for before.</param>
    /// <param name="Count">How many are asked for now.</param>
    /// <param name="Rented">Where their digests are.</param>
    private readonly record struct Candidates(string Path, int All, int From, int Count, byte[] Rented);
}
