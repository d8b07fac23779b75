namespace EmbeddedCache;

/// <summary>
/// Where a JSON string or member name stands in the body, between its quotes, and what it holds; its escapes were checked by the
/// scanner. The default is an empty text that stands nowhere.
/// </summary>
/// <remarks>
/// Two numbers and no span, so that it stays in registers: with a span in it, a body of short strings took two thirds longer.
/// </remarks>
internal readonly struct JsonText(int start, int length, TextTraits traits)
{
    private readonly long _place = ((long)start << 32) | (uint)length;
    private readonly long _traits = (long)traits;

    public int Start => (int)(_place >> 32);

    public int Length => (int)_place;

    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public TextTraits Traits => (TextTraits)_traits;

    public bool HasEscapes => (Traits & TextTraits.Escapes) != 0;

    /// <summary>Whether the bytes between the quotes are the text.</summary>
    public bool IsPlain => (Traits & (TextTraits.Escapes | TextTraits.Invalid)) == 0;

    /// <summary>Whether the bytes between the quotes are canonical.</summary>
    public bool IsCanonical => (Traits & ~TextTraits.Escapes) == 0;

    public ReadOnlySpan<byte> Raw(BodyBytes body) => body.Slice(Start, Length);
}
