using System.Buffers;
using System.Runtime.CompilerServices;

namespace EmbeddedCache;

/// <summary>
/// A growing run of items in an array of the shared pool, given back on <see cref="Dispose"/>. A class, not a struct: a copied
/// struct would give the same array back twice.
/// </summary>
internal sealed class PooledBuffer<T>(int capacity) : IDisposable
    where T : unmanaged
{
    private T[] _items = ArrayPool<T>.Shared.Rent(capacity);
    private int _length;

    public int Length => _length;

    public Span<T> Written => _items.AsSpan(0, _length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T item)
    {
        if (_length == _items.Length)
        {
            Grow(1);
        }

        _items[_length++] = item;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<T> items)
    {
        items.CopyTo(Reserve(items.Length));
        _length += items.Length;
    }

    /// <summary>Room for at least <paramref name="count"/> more; <see cref="Commit"/> says how many of them were written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Reserve(int count)
    {
        if (count > _items.Length - _length)
        {
            Grow(count);
        }

        return _items.AsSpan(_length);
    }

    public void Commit(int count) => _length += count;

    public void Truncate(int length) => _length = length;

    public void Dispose()
    {
        T[] items = _items;
        _items = [];
        _length = 0;
        if (items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(items);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        // Escapes make a text at most six times longer, so only a body of hundreds of megabytes can get here.
        long needed = (long)_length + count;
        if (needed > Array.MaxLength)
        {
            throw new FormatException("The request body holds a value too large to be fingerprinted.");
        }

        T[] larger = ArrayPool<T>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * _items.Length), Array.MaxLength));
        Written.CopyTo(larger);
        ArrayPool<T>.Shared.Return(_items);
        _items = larger;
    }
}
