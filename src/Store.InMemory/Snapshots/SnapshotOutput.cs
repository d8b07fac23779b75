using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>
/// Writes the parts of a snapshot to a stream, through one buffer. Nothing reaches the stream before <see cref="Flush"/>: so an entry can be
/// written under its monitor, and the disk be waited for without it.
/// </summary>
internal sealed class SnapshotOutput(Stream stream)
{
    private const int EnoughToFlush = 256 * 1_024;

    private readonly XxHash3 _hash = new();
    private byte[] _buffer = new byte[EnoughToFlush * 2];
    private int _length;

    public bool WantsFlush => _length >= EnoughToFlush;

    public void WriteHeader(long writtenAt)
    {
        SnapshotFormat.Magic.CopyTo(Room(SnapshotFormat.Magic.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), SnapshotFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), writtenAt);
    }

    public void WriteByte(byte value) => Room(1)[0] = value;

    public void WriteNumber(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    public void WriteSigned(long value) => WriteNumber((ulong)((value << 1) ^ (value >> 63)));

    public void WriteText(ReadOnlySpan<char> text)
    {
        bool wide = SegmentText.IsWide(text);
        WriteNumber(((ulong)text.Length << 1) | (wide ? 1u : 0u));
        if (wide)
        {
            MemoryMarshal.AsBytes(text).CopyTo(Room(text.Length * sizeof(char)));
        }
        else
        {
            Encoding.Latin1.GetBytes(text, Room(text.Length));
        }
    }

    /// <summary>A text that is there as the file keeps it.</summary>
    public void WriteText(ReadOnlySpan<byte> bytes, int length, bool wide)
    {
        WriteNumber(((ulong)length << 1) | (wide ? 1u : 0u));
        bytes.CopyTo(Room(bytes.Length));
    }

    public void WriteChecksum()
    {
        Flush();
        BinaryPrimitives.WriteUInt64LittleEndian(Room(SnapshotFormat.ChecksumLength), _hash.GetCurrentHashAsUInt64());
        Flush();
    }

    public void Flush()
    {
        ReadOnlySpan<byte> written = _buffer.AsSpan(0, _length);
        _hash.Append(written);
        stream.Write(written);
        _length = 0;
        if (_buffer.Length > EnoughToFlush * 2)
        {
            // A large trie went through: its room is not kept.
            _buffer = new byte[EnoughToFlush * 2];
        }
    }

    private Span<byte> Room(int size)
    {
        if (size > _buffer.Length - _length)
        {
            Array.Resize(ref _buffer, (int)Math.Max(Math.Min(Array.MaxLength, _buffer.Length * 2L), (long)_length + size));
        }

        _length += size;
        return _buffer.AsSpan(_length - size, size);
    }
}
