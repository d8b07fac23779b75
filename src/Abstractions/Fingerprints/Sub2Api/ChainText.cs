using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>A chain while its segments are added.</summary>
internal sealed class ChainText
{
    private readonly ArrayBufferWriter<byte> _text = new(1_024);

    /// <summary>The hash of <c>null</c>, which an absent value has.</summary>
    public static ulong NullHash { get; } = XxHash64.HashToUInt64("null"u8);

    public void Add(char label, ulong hash) =>
        _text.Advance(ShortHash.FormatSegment(label, hash, isFirst: _text.WrittenCount == 0, _text.GetSpan(ShortHash.MaxSegmentLength)));

    public override string ToString() => Encoding.ASCII.GetString(_text.WrittenSpan);
}
