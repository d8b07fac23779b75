using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EmbeddedCache;

/// <summary>The escapes of two bytes become the one they stand for.</summary>
internal readonly unsafe struct ShortEscapeChange : BlockRewriting.IChange
{
    private static readonly byte[] Meant = MakeMeant();

    public static int Taken => 2;

    public static int Made => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong In(Vector512<byte> block)
    {
        ulong carry = 0;
        return ByteBlock.Escapes(ByteBlock.Equal(block, (byte)'\\'), ref carry, out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Make(byte* source, byte* destination) => *destination = Meant[source[1]];

    private static byte[] MakeMeant()
    {
        byte[] meant = new byte[256];
        foreach ((char letter, char value) in "\"\"\\\\//b\bf\fn\nr\rt\t".Chunk(2).Select(pair => (pair[0], pair[1])))
        {
            meant[letter] = (byte)value;
        }

        return meant;
    }
}
