namespace EmbeddedCache;

/// <summary>
/// The XXH64 of text that comes in pieces. Short ones are gathered first, because the hash takes 32 bytes at a time and all at once
/// fastest; long ones are hashed where they stand.
/// </summary>
internal sealed class GatheredHash
{
    private const int GatherSize = 8 * 1024;
    private const int LongLength = 512;

    private readonly PooledBuffer<byte> _gathered = new(2 * GatherSize);
    private XxHash64Sums _hash;

    public bool IsEmpty => !_hash.IsBegun && _gathered.Length == 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= LongLength)
        {
            // What is gathered is filled up to whole stripes.
            int missing = -_gathered.Length & (XxHash64Sums.StripeSize - 1);
            _gathered.Append(bytes[..missing]);
            HashGathered();
            bytes = bytes[missing..];
            int whole = bytes.Length & -XxHash64Sums.StripeSize;
            _hash.Add(bytes[..whole]);
            bytes = bytes[whole..];
        }

        _gathered.Append(bytes);
        HashIfFull();
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
        HashIfFull();
    }

    /// <summary>The hash of all that was appended; what is appended next is another text.</summary>
    public ulong Finish()
    {
        ulong hash = _hash.Finish(_gathered.Written);
        _hash = default;
        _gathered.Truncate(0);
        return hash;
    }

    public void Release()
    {
        _gathered.Release();
        _hash = default;
    }

    private void HashIfFull()
    {
        if (_gathered.Length >= GatherSize)
        {
            HashGathered();
        }
    }

    // Whole stripes of it; what is left stays.
    private void HashGathered()
    {
        Span<byte> gathered = _gathered.Written;
        int whole = gathered.Length & -XxHash64Sums.StripeSize;
        _hash.Add(gathered[..whole]);
        gathered[whole..].CopyTo(gathered);
        _gathered.Truncate(gathered.Length - whole);
    }
}
