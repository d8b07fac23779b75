using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EmbeddedCache;

/// <summary><c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> become <c>\u003c</c>, <c>\u003e</c> and <c>\u0026</c>.</summary>
internal readonly unsafe struct HtmlChange : BlockRewriting.IChange
{
    public static int Taken => 1;

    public static int Made => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong In(Vector512<byte> block) => ByteBlock.Html(block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Make(byte* source, byte* destination)
    {
        // "\u00" and two digits, the first byte lowest.
        ulong high = (ulong)'0' + (uint)(*source >> 4);
        ulong low = "0123456789abcdef"u8[*source & 15];
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(destination, sizeof(ulong)), 0x30_30_75_5C | (high << 32) | (low << 40));
    }
}
