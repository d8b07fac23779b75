using System.Globalization;

namespace EmbeddedCache.Stores;

/// <summary>
/// The name of one entry of a store. Its text form, <c>{Space}{Id}:{Name}</c>, is wire format: two keys with one text are one key.
/// </summary>
/// <param name="Space">What kind of entry it is, for example <c>sticky_session:</c>. Not null.</param>
/// <param name="Id">The group or account it belongs to. Any value, negative ones too.</param>
/// <param name="Name">What tells it apart within that group or account, for example a session hash. Not null.</param>
public readonly record struct CacheKey(string Space, long Id, string Name) : ISpanFormattable
{
    // "-9223372036854775808" and the colon behind it.
    private const int LongestIdAndColon = 21;

    /// <summary>A length in characters that the text form never exceeds: enough for the buffer of <see cref="TryFormat(Span{char}, out int)"/>.</summary>
    public int MaxLength => (Space?.Length ?? 0) + LongestIdAndColon + (Name?.Length ?? 0);

    /// <summary>Writes the text form into <paramref name="destination"/> without allocating.</summary>
    /// <param name="destination">Where to write. <see cref="MaxLength"/> characters are always enough.</param>
    /// <param name="charsWritten">The length of the text; 0 when it did not fit.</param>
    /// <returns>Whether the text fit.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten)
    {
        charsWritten = 0;
        ReadOnlySpan<char> space = Space;
        ReadOnlySpan<char> name = Name;
        if (!space.TryCopyTo(destination)
            || !Id.TryFormat(destination[space.Length..], out int idLength, provider: CultureInfo.InvariantCulture))
        {
            return false;
        }

        int colon = space.Length + idLength;
        if (destination.Length - colon <= name.Length)
        {
            return false;
        }

        destination[colon] = ':';
        name.CopyTo(destination[(colon + 1)..]);
        charsWritten = colon + 1 + name.Length;
        return true;
    }

    /// <summary>The text form, <c>{Space}{Id}:{Name}</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Space}{Id}:{Name}");

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(destination, out charsWritten);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
