using System.Text;

namespace EmbeddedCache;

/// <summary>A JSON string or member name as it stands in the body, between its quotes; its escapes were checked by the scanner.</summary>
internal readonly ref struct JsonText(ReadOnlySpan<byte> raw, JsonEscapes escapes)
{
    public ReadOnlySpan<byte> Raw { get; } = raw;

    public JsonEscapes Escapes { get; } = escapes;

    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>Whether the decoded text is this ASCII word.</summary>
    public bool Is(ReadOnlySpan<byte> word) =>
        Escapes == JsonEscapes.None ? Raw.SequenceEqual(word) : IsEscaped(word, ignoreCase: false);

    /// <summary>Whether the decoded text is this ASCII word in any case, as Go matches the fields of a struct.</summary>
    public bool IsIgnoringCase(ReadOnlySpan<byte> word) =>
        Escapes == JsonEscapes.None ? Ascii.EqualsIgnoreCase(Raw, word) : IsEscaped(word, ignoreCase: true);

    // A word may be spelt with escapes ("rol\u0065"), and to Go it is the same word.
    private bool IsEscaped(ReadOnlySpan<byte> word, bool ignoreCase)
    {
        int position = 0;
        foreach (byte expected in word)
        {
            if (position == Raw.Length)
            {
                return false;
            }

            int actual = Raw[position] == (byte)'\\' ? GoText.ReadEscape(Raw, ref position) : Raw[position++];
            if (actual != expected && !(ignoreCase && IsSameLetter(actual, expected)))
            {
                return false;
            }
        }

        return position == Raw.Length;
    }

    private static bool IsSameLetter(int actual, byte expected) =>
        char.IsAsciiLetter((char)expected) && (actual | 0x20) == (expected | 0x20);
}
