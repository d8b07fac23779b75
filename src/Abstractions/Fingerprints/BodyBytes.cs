using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EmbeddedCache;

/// <summary>The bytes of a body, pinned while they are read. Every access is checked against the length.</summary>
/// <remarks>
/// A pointer and not a span, because a pointer is a number to the compiler: it stays in a register, needs no telling to the garbage
/// collector, and can be a field of a class. With spans, tool calls took a third longer: methods began by clearing some
/// 400 bytes of the stack.
/// </remarks>
internal readonly unsafe struct BodyBytes(byte* start, int length)
{
    private readonly byte* _start = start;

    public int Length { get; } = length;

    public ReadOnlySpan<byte> Span => new(_start, Length);

    /// <summary>The byte at a position; NUL outside, which no JSON token starts with.</summary>
    public byte this[int position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)position < (uint)Length ? _start[position] : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Slice(int position, int length)
    {
        Check(position, length);
        return new ReadOnlySpan<byte>(_start + position, length);
    }

    /// <summary>Sixty-four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<byte> Block(int position)
    {
        Check(position, ByteBlock.Size);
        return Vector512.Load(_start + position);
    }

    /// <summary>Eight bytes as a number, the first one highest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Word(int position) => BinaryPrimitives.ReadUInt64BigEndian(Slice(position, sizeof(ulong)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasAt(int position, ReadOnlySpan<byte> bytes) =>
        (uint)position + (ulong)(uint)bytes.Length <= (uint)Length && new ReadOnlySpan<byte>(_start + position, bytes.Length).SequenceEqual(bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int position, int length)
    {
        if ((uint)position + (ulong)(uint)length > (uint)Length)
        {
            Throw();
        }
    }

    [DoesNotReturn]
    private static void Throw() => throw new ArgumentOutOfRangeException("position");
}
