using System.IO.Hashing;

namespace EmbeddedCache;

/// <summary>
/// The XXH64 of text that comes in pieces. Short ones are gathered first: to begin with a piece takes the hash some 10 ns, and to hash all
/// at once is the fastest.
/// </summary>
internal sealed class GatheredHash
{
    private const int GatherSize = 8 * 1024;

    private readonly PooledBuffer<byte> _gathered = new(2 * GatherSize);
    private readonly XxHash64 _hash = new();
    private bool _isBegun;

    public bool IsEmpty => !_isBegun && _gathered.Length == 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= GatherSize / 2)
        {
            _gathered.Append(bytes);
            if (_gathered.Length >= GatherSize)
            {
                HashGathered();
            }
        }
        else
        {
            HashGathered();
            _hash.Append(bytes);
        }
    }

    /// <summary>Appends a text, decoded.</summary>
    public void Append(BodyBytes body, JsonText text)
    {
        if (text.IsPlain)
        {
            Append(text.Raw(body));
            return;
        }

        GoText.AppendDecoded(body, text, _gathered);
        if (_gathered.Length >= GatherSize)
        {
            HashGathered();
        }
    }

    /// <summary>The hash of all that was appended; what is appended next is another text.</summary>
    public ulong Finish()
    {
        if (!_isBegun)
        {
            ulong all = ShortHash.Hash(_gathered.Written);
            _gathered.Truncate(0);
            return all;
        }

        HashGathered();
        ulong hash = _hash.GetCurrentHashAsUInt64();
        _hash.Reset();
        _isBegun = false;
        return hash;
    }

    public void Release()
    {
        _gathered.Release();
        _hash.Reset();
        _isBegun = false;
    }

    private void HashGathered()
    {
        _hash.Append(_gathered.Written);
        _gathered.Truncate(0);
        _isBegun = true;
    }
}
