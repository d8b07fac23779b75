using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EmbeddedCache;

/// <summary>
/// Rewrites text in which only bytes of one simple kind change, and each into as many bytes: the hot ways of <see cref="GoText"/>.
/// </summary>
/// <remarks>
/// Where the changes stand is not to be predicted, and to mispredict costs as much as to rewrite. So in every block that has one, two are
/// made without asking whether there is a second, which is then overwritten; code with a change every 50 bytes takes 125 us a
/// megabyte in place of 260. Nothing is checked per change but per block: that all it can read and write is there.
/// </remarks>
internal static unsafe class BlockRewriting
{
    // A block that has changes is read up to its double length and a little more, and so is the room beside what the changes may add.
    private const int Reach = (2 * ByteBlock.Size) + sizeof(ulong);

    private const int ChunkLength = 16 * ByteBlock.Size;

    /// <summary>What changes, and into what.</summary>
    internal interface IChange
    {
        /// <summary>How many bytes a change takes.</summary>
        static abstract int Taken { get; }

        /// <summary>How many it makes of them.</summary>
        static abstract int Made { get; }

        /// <summary>The changes in a block, which begins where nothing is cut in two.</summary>
        static abstract ulong In(Vector512<byte> block);

        /// <summary>Makes a change; may write eight bytes.</summary>
        static abstract void Make(byte* source, byte* destination);
    }

    /// <summary>Rewrites from a position on as far as whole blocks reach, and returns the position after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Rewrite<TChange>(BodyBytes body, int position, int end, PooledBuffer<byte> output)
        where TChange : struct, IChange
    {
        int last = Math.Min(end - ByteBlock.Size, body.Length - Reach);
        while (position <= last)
        {
            // So many bytes at once that to make room for them, and to check all that is touched, is nothing beside.
            int length = Math.Min(last - position + ByteBlock.Size, ChunkLength);
            ReadOnlySpan<byte> read = body.Slice(position, length - ByteBlock.Size + Reach);
            Span<byte> room = output.Reserve(((length + ByteBlock.Size) * TChange.Made) + Reach);
            fixed (byte* source = read, destination = room)
            {
                nint taken = 0;
                nint made = 0;
                do
                {
                    Rewrite<TChange>(source, destination, ref taken, ref made);
                }
                while (taken <= length - ByteBlock.Size);

                output.Commit((int)made);
                position += (int)taken;
            }
        }

        return position;
    }

    // One block, from where both have got to.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rewrite<TChange>(byte* source, byte* destination, ref nint taken, ref nint made)
        where TChange : struct, IChange
    {
        source += taken;
        destination += made;
        Vector512<byte> block = Vector512.Load(source);
        ulong changes = TChange.In(block);
        if (changes == 0)
        {
            block.Store(destination);
            taken += ByteBlock.Size;
            made += ByteBlock.Size;
            return;
        }

        nint read = 0;
        nint written = 0;
        do
        {
            Change<TChange>(source, destination, ref changes, ref read, ref written);
            Change<TChange>(source, destination, ref changes, ref read, ref written);
        }
        while (changes != 0);

        Vector512.Load(source + read).Store(destination + written);
        nint rest = Math.Max(0, ByteBlock.Size - read);
        taken += read + rest;
        made += written + rest;
    }

    // Copies up to the next change, or else to the block's end, and makes it, or else writes what will be overwritten.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change<TChange>(byte* source, byte* destination, ref ulong changes, ref nint taken, ref nint made)
        where TChange : struct, IChange
    {
        Vector512.Load(source + taken).Store(destination + made);
        nint place = Math.Max(BitOperations.TrailingZeroCount(changes), taken);
        nint isChange = changes != 0 ? 1 : 0;
        made += place - taken;
        TChange.Make(source + place, destination + made);
        made += TChange.Made * isChange;
        taken = place + (TChange.Taken * isChange);
        changes &= changes - 1;
    }
}
