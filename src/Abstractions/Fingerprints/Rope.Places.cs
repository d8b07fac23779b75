namespace EmbeddedCache;

/// <content>Where things stand in a rope, and where its pieces stand.</content>
internal sealed partial class Rope
{
    /// <summary>A place between two bytes of the rope: so many pieces, and so many bytes of the next, stand before it.</summary>
    /// <remarks>One number, as a piece is: two that are written one by one and read as one make the processor wait.</remarks>
    public readonly record struct Place(long Value)
    {
        public Place(int piece, int offset)
            : this(((long)piece << 32) | (uint)offset)
        {
        }

        public int Piece => (int)(Value >> 32);

        public int Offset => (int)Value;

        public Place Before(int bytes) => new(Value - bytes);
    }

    /// <summary>What stands between two places.</summary>
    public readonly record struct Stretch(Place Start, Place End);

    /// <summary>Bytes in the body or, at negative places, counted from the least one, in the buffer.</summary>
    public readonly struct Piece(int start, int length)
    {
        private readonly long _value = ((long)start << 32) | (uint)length;

        public int Start => (int)(_value >> 32);

        public int Length => (int)_value;
    }
}
