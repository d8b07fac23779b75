using System.Buffers;

namespace EmbeddedCache.Stores;

/// <summary>Compares keys as stores do: two with one text are one key.</summary>
internal sealed class CacheKeyText : IEqualityComparer<CacheKey>
{
    public static readonly CacheKeyText Comparer = new();

    private const int CharsOnStack = 256;

    public bool Equals(CacheKey x, CacheKey y) => x == y || string.Equals(x.ToString(), y.ToString(), StringComparison.Ordinal);

    public int GetHashCode(CacheKey key)
    {
        char[]? rented = null;
        Span<char> text = key.MaxLength <= CharsOnStack ? stackalloc char[CharsOnStack] : rented = ArrayPool<char>.Shared.Rent(key.MaxLength);
        key.TryFormat(text, out int length);
        int hash = string.GetHashCode(text[..length], StringComparison.Ordinal);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return hash;
    }
}
