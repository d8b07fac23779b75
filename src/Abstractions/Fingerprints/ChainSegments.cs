using System.Text;

namespace EmbeddedCache;

/// <summary>
/// The segments of a chain while a body is read. The system's comes first in the chain, wherever it stands in the body, and both
/// it and the messages may come again: the last counts, as for any repeated name.
/// </summary>
internal sealed class ChainSegments : IDisposable
{
    // The label, a colon, the hash, and the dash before the next.
    private const int MaxSegmentLength = 2 + ShortHash.MaxLength + 1;

    private readonly PooledBuffer<Segment> _messages = new(128);

    /// <summary>The hash of what the system says, if it says anything.</summary>
    public ulong? System { get; set; }

    public void Add(char label, ulong hash) => _messages.Append(new Segment(label, hash));

    public void ClearMessages() => _messages.Truncate(0);

    public override string ToString()
    {
        using var text = new PooledBuffer<byte>(MaxSegmentLength * (_messages.Length + 1));
        if (System is { } hash)
        {
            Append(new Segment('s', hash), text);
        }

        foreach (Segment segment in _messages.Written)
        {
            Append(segment, text);
        }

        return Encoding.ASCII.GetString(text.Written);
    }

    public void Dispose() => _messages.Dispose();

    private static void Append(Segment segment, PooledBuffer<byte> text)
    {
        if (text.Length > 0)
        {
            text.Append((byte)'-');
        }

        text.Append((byte)segment.Label);
        text.Append((byte)':');
        text.Commit(ShortHash.Format(segment.Hash, text.Reserve(ShortHash.MaxLength)));
    }

    private readonly record struct Segment(char Label, ulong Hash);
}
