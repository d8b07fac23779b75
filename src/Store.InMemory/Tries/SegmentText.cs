using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace EmbeddedCache.Stores;

/// <summary>
/// The text of an edge: whole segments joined by <c>-</c>, in a buffer that grows at its end. Digests are ASCII, so characters up to
/// U+00FF take a byte each, half of what a string takes; the first other character widens the whole text to two bytes each.
/// </summary>
/// <remarks>
/// Readers may look while one writer writes. What they see then is good for nothing, and they find out (see <see cref="PathTrie"/>);
/// reading only must never fail, which is why every read is clamped to the buffer in hand.
/// </remarks>
internal struct SegmentText
{
    public const char Separator = StorePath.Separator;

    private static readonly SearchValues<char> OneByte = SearchValues.Create([.. Enumerable.Range(0, 0x100).Select(code => (char)code)]);

    private byte[] _buffer;
    private int _length;
    private bool _wide;

    public SegmentText(ReadOnlySpan<char> text)
    {
        _wide = IsWide(text);
        _length = text.Length;
        _buffer = new byte[SizeOf(_length, _wide)];
        Write(text, 0);
    }

    /// <summary>In characters.</summary>
    public readonly int Length => _length;

    /// <summary>In bytes of its buffer.</summary>
    public readonly int Size => _buffer.Length;

    public readonly bool IsSeparatorAt(int index) => CharAt(index) == Separator;

    /// <summary>How many characters from the start are the same in both.</summary>
    public readonly int CommonPrefixLength(ReadOnlySpan<char> text)
    {
        byte[] buffer = _buffer;
        int length = _length;
        if (_wide)
        {
            ReadOnlySpan<char> wide = MemoryMarshal.Cast<byte, char>(buffer);
            return wide[..Math.Min(length, wide.Length)].CommonPrefixLength(text);
        }

        return CommonPrefixLength(buffer.AsSpan(0, Math.Min(length, buffer.Length)), text);
    }

    /// <summary>Whether the first segment is as long as this, of which so many characters were found to be the same.</summary>
    public readonly bool IsFirstSegment(int length, int common) => common >= length && (_length == length || IsSeparatorAt(length));

    /// <summary>The index of the last separator before <paramref name="end"/>, or -1.</summary>
    public readonly int LastSeparatorBefore(int end)
    {
        if (_wide)
        {
            return MemoryMarshal.Cast<byte, char>(_buffer)[..end].LastIndexOf(Separator);
        }

        return _buffer.AsSpan(0, end).LastIndexOf((byte)Separator);
    }

    /// <summary>The length of the first segment.</summary>
    public readonly int FirstSegmentLength()
    {
        int separator = _wide
            ? MemoryMarshal.Cast<byte, char>(_buffer)[.._length].IndexOf(Separator)
            : _buffer.AsSpan(0, _length).IndexOf((byte)Separator);
        return separator < 0 ? _length : separator;
    }

    /// <summary>Appends a separator and more segments.</summary>
    public void Append(ReadOnlySpan<char> segments)
    {
        int start = _length + 1;
        Reserve(start + segments.Length, _wide || IsWide(segments));
        Write([Separator], _length);
        Write(segments, start);
        _length = start + segments.Length;
    }

    /// <summary>The same text from <paramref name="start"/> on, in a buffer of its own.</summary>
    public readonly SegmentText From(int start)
    {
        int length = _length - start;
        int width = _wide ? sizeof(char) : 1;
        return new SegmentText
        {
            _buffer = _buffer.AsSpan(start * width, length * width).ToArray(),
            _length = length,
            _wide = _wide,
        };
    }

    /// <summary>Cuts the end off, and gives its memory back.</summary>
    public void Truncate(int length)
    {
        _length = length;
        int size = SizeOf(length, _wide);
        if (_buffer.Length > size + (size / 2))
        {
            _buffer = _buffer.AsSpan(0, size).ToArray();
        }
    }

    /// <summary>Copies the first characters, as many as fit.</summary>
    public readonly void CopyPrefixTo(Span<char> destination)
    {
        if (_wide)
        {
            MemoryMarshal.Cast<byte, char>(_buffer)[..destination.Length].CopyTo(destination);
        }
        else
        {
            Encoding.Latin1.GetChars(_buffer.AsSpan(0, destination.Length), destination);
        }
    }

    public readonly void WriteTo(SnapshotOutput output) => output.WriteText(_buffer.AsSpan(0, SizeOf(_length, _wide)), _length, _wide);

    public override readonly string ToString() =>
        string.Create(_length, this, static (destination, text) => text.CopyPrefixTo(destination));

    /// <summary>Whether a text needs two bytes a character.</summary>
    public static bool IsWide(ReadOnlySpan<char> text) => text.ContainsAnyExcept(OneByte);

    private static int SizeOf(int length, bool wide) => wide ? length * sizeof(char) : length;

    private readonly char CharAt(int index)
    {
        byte[] buffer = _buffer;
        if (_wide)
        {
            ReadOnlySpan<char> wide = MemoryMarshal.Cast<byte, char>(buffer);
            return (uint)index < (uint)wide.Length ? wide[index] : '\0';
        }

        return (uint)index < (uint)buffer.Length ? (char)buffer[index] : '\0';
    }

    private void Reserve(int length, bool wide)
    {
        int size = SizeOf(length, wide);
        if (wide == _wide && size <= _buffer.Length)
        {
            return;
        }

        // A quarter of room: a conversation grows turn by turn, and its memory should stay near its text.
        byte[] buffer = new byte[size + (size / 4)];
        if (wide && !_wide)
        {
            Encoding.Latin1.GetChars(_buffer.AsSpan(0, _length), MemoryMarshal.Cast<byte, char>(buffer.AsSpan()));
        }
        else
        {
            _buffer.AsSpan(0, SizeOf(_length, _wide)).CopyTo(buffer);
        }

        _buffer = buffer;
        _wide = wide;
    }

    private readonly void Write(ReadOnlySpan<char> text, int start)
    {
        if (_wide)
        {
            text.CopyTo(MemoryMarshal.Cast<byte, char>(_buffer.AsSpan())[start..]);
        }
        else
        {
            Encoding.Latin1.GetBytes(text, _buffer.AsSpan(start));
        }
    }

    // The framework compares bytes with bytes and characters with characters, but not one with the other.
    private static int CommonPrefixLength(ReadOnlySpan<byte> narrow, ReadOnlySpan<char> text)
    {
        int length = Math.Min(narrow.Length, text.Length);
        ref byte left = ref MemoryMarshal.GetReference(narrow);
        ref ushort right = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        int index = 0;

        if (Vector256.IsHardwareAccelerated)
        {
            for (; index <= length - Vector256<byte>.Count; index += Vector256<byte>.Count)
            {
                (Vector256<ushort> lower, Vector256<ushort> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref left, (nuint)index));
                Vector256<ushort> difference =
                    (lower ^ Vector256.LoadUnsafe(ref right, (nuint)index))
                    | (upper ^ Vector256.LoadUnsafe(ref right, (nuint)(index + Vector256<ushort>.Count)));
                if (difference != Vector256<ushort>.Zero)
                {
                    break;
                }
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; index <= length - Vector128<byte>.Count; index += Vector128<byte>.Count)
            {
                (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref left, (nuint)index));
                Vector128<ushort> difference =
                    (lower ^ Vector128.LoadUnsafe(ref right, (nuint)index))
                    | (upper ^ Vector128.LoadUnsafe(ref right, (nuint)(index + Vector128<ushort>.Count)));
                if (difference != Vector128<ushort>.Zero)
                {
                    break;
                }
            }
        }

        // At most one vector's worth is left: the tail, or the vector that differs.
        while (index < length && Unsafe.Add(ref left, index) == Unsafe.Add(ref right, index))
        {
            index++;
        }

        return index;
    }
}
