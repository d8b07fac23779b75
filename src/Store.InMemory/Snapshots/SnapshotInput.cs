using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>
/// Reads the parts of a snapshot from a file, after a look at all of it: nothing is taken from a file whose checksum is wrong. Lengths are
/// held against what is left of the file before anything is allocated.
/// </summary>
internal sealed class SnapshotInput
{
    private const int BufferLength = 256 * 1_024;

    private readonly Stream _file;
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _start;
    private int _end;
    private long _left;

    private SnapshotInput(Stream file, long left, long writtenAt)
    {
        _file = file;
        _left = left;
        WrittenAt = writtenAt;
    }

    /// <summary>When the snapshot was begun, in Unix milliseconds.</summary>
    public long WrittenAt { get; }

    /// <summary>Whether all but the checksum was read.</summary>
    public bool IsAtEnd => _left == 0;

    /// <exception cref="InvalidDataException">It is no whole snapshot of this version.</exception>
    public static SnapshotInput Open(Stream file)
    {
        long length = file.Length;
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderLength];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith(SnapshotFormat.Magic))
        {
            throw new InvalidDataException("it is not a snapshot, or only the beginning of one");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header[SnapshotFormat.Magic.Length..]);
        if (version != SnapshotFormat.Version)
        {
            throw new InvalidDataException($"it has version {version} of the layout; this program reads version {SnapshotFormat.Version}");
        }

        file.Position = 0;
        long left = length - SnapshotFormat.ChecksumLength;
        Check(file, left);
        file.Position = SnapshotFormat.HeaderLength;
        return new SnapshotInput(file, left - SnapshotFormat.HeaderLength, BinaryPrimitives.ReadInt64LittleEndian(header[^sizeof(long)..]));
    }

    public byte ReadByte() => Take(1)[0];

    public ulong ReadNumber()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    public long ReadSigned()
    {
        ulong value = ReadNumber();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>How many there are of something that takes a byte each, at least.</summary>
    public int ReadCount() => ReadNumber() is var count && count <= (ulong)Math.Min(_left, int.MaxValue) ? (int)count : throw Broken();

    /// <summary>A number of which one knows how large it may be.</summary>
    public int ReadUpTo(int largest) => ReadNumber() is var number && number <= (ulong)Math.Max(0, largest) ? (int)number : throw Broken();

    public string ReadText()
    {
        (int length, bool wide) = ReadTextLength();
        return string.Create(length, (Input: this, wide), static (text, state) => state.Input.ReadChars(text, state.wide));
    }

    /// <summary>Reads a text behind what stands in a buffer, and has that grow.</summary>
    public int ReadText(ref char[] buffer, int start)
    {
        (int length, bool wide) = ReadTextLength();
        if (buffer.Length - start < length)
        {
            Array.Resize(ref buffer, (int)Math.Max(Math.Min(Array.MaxLength, buffer.Length * 2L), (long)start + length));
        }

        ReadChars(buffer.AsSpan(start, length), wide);
        return length;
    }

    public static InvalidDataException Broken() => new("its checksum is right and its content is not");

    private static void Check(Stream file, long length)
    {
        var hash = new XxHash3();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int read;
            for (long left = length; left > 0; left -= read)
            {
                read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                hash.Append(read > 0 ? buffer.AsSpan(0, read) : throw new EndOfStreamException());
            }

            Span<byte> checksum = buffer.AsSpan(0, SnapshotFormat.ChecksumLength);
            if (length < SnapshotFormat.HeaderLength
                || file.ReadAtLeast(checksum, checksum.Length, throwOnEndOfStream: false) < checksum.Length
                || BinaryPrimitives.ReadUInt64LittleEndian(checksum) != hash.GetCurrentHashAsUInt64())
            {
                throw new InvalidDataException("its checksum is wrong: it is incomplete or damaged");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private (int Length, bool Wide) ReadTextLength()
    {
        ulong head = ReadNumber();
        bool wide = (head & 1) != 0;
        ulong length = head >> 1;
        return length <= (ulong)Math.Min(wide ? _left / sizeof(char) : _left, int.MaxValue / 2) ? ((int)length, wide) : throw Broken();
    }

    private void ReadChars(Span<char> text, bool wide)
    {
        while (text.Length > 0)
        {
            int part = Math.Min(text.Length, BufferLength / sizeof(char));
            if (wide)
            {
                MemoryMarshal.Cast<byte, char>(Take(part * sizeof(char))).CopyTo(text);
            }
            else
            {
                Encoding.Latin1.GetChars(Take(part), text);
            }

            text = text[part..];
        }
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > _left)
        {
            throw Broken();
        }

        if (size > _end - _start)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            _end += _file.ReadAtLeast(_buffer.AsSpan(_end), size - _end);
        }

        _left -= size;
        _start += size;
        return _buffer.AsSpan(_start - size, size);
    }
}
