using System.Runtime.CompilerServices;
using System.Text;

namespace EmbeddedCache;

/// <content>The words of the protocols. One may be spelt with escapes ("rol\u0065"), and to Go it is the same word.</content>
internal partial struct JsonScanner
{
    /// <summary>Whether the decoded text is this ASCII word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Is(JsonText text, ReadOnlySpan<byte> word) =>
        text.HasEscapes ? IsEscaped(text, word, ignoreCase: false) : text.Raw(_body).SequenceEqual(word);

    /// <summary>Whether the decoded text is this ASCII word in any case, as Go matches the fields of a struct.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsIgnoringCase(JsonText text, ReadOnlySpan<byte> word) =>
        text.HasEscapes
            ? IsEscaped(text, word, ignoreCase: true)
            : text.Length == word.Length && Ascii.EqualsIgnoreCase(text.Raw(_body), word);

    /// <summary>
    /// Reads the next value if it is a text block as nearly all are written, <c>{"type":"text","text":"..."}</c> to the byte; any other
    /// stays the next.
    /// </summary>
    /// <remarks>These are most objects of most bodies. To know them at a glance is three times as fast as to read and sort their members.</remarks>
    public bool TryReadTextBlock(out JsonText text)
    {
        ReadOnlySpan<byte> start = "{\"type\":\"text\",\"text\":\""u8;
        if (_depth < MaxDepth && _body.HasAt(_position, start))
        {
            text = ReadTextAt(_position + start.Length);
            int end = text.End + 1;
            if (_body[end] == (byte)'}')
            {
                _position = end + 1;
                return true;
            }
        }

        text = default;
        return false;
    }

    /// <summary>
    /// Enters the next value, an object. If it begins as nearly all messages do, to the byte, <c>{"role":"user","content":</c> or with
    /// <c>assistant</c>, its role is read, its content comes next, and after that what other members it has.
    /// </summary>
    /// <returns>Whether the content comes next; otherwise the first member does, and the role is not known yet.</returns>
    public bool BeginMessage(out JsonText role) =>
        TryBegin("{\"role\":\"user\",\"content\":"u8, "user".Length, out role)
            || Begin("{\"role\":\"assistant\",\"content\":"u8, "assistant".Length, out role);

    /// <summary>The same for a text block, <c>{"type":"text","text":</c>, its type and its text.</summary>
    public bool BeginTextBlock(out JsonText type) => Begin("{\"type\":\"text\",\"text\":"u8, "text".Length, out type);

    private bool Begin(ReadOnlySpan<byte> start, int valueLength, out JsonText value)
    {
        if (TryBegin(start, valueLength, out value))
        {
            return true;
        }

        BeginObject();
        return false;
    }

    // The first value is read with the start, and stands behind a name of four letters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryBegin(ReadOnlySpan<byte> start, int valueLength, out JsonText value)
    {
        if (_depth >= MaxDepth || !_body.HasAt(_position, start))
        {
            value = default;
            return false;
        }

        value = new JsonText(_position + "{\"name\":\"".Length, valueLength, TextTraits.None);
        _position += start.Length;
        _depth++;
        return true;
    }

    private readonly bool IsEscaped(JsonText text, ReadOnlySpan<byte> word, bool ignoreCase)
    {
        int position = text.Start;
        foreach (byte expected in word)
        {
            if (position == text.End)
            {
                return false;
            }

            int actual = _body[position] == (byte)'\\' ? GoText.ReadEscape(_body, ref position) : _body[position++];
            if (actual != expected && !(ignoreCase && IsSameLetter(actual, expected)))
            {
                return false;
            }
        }

        return position == text.End;
    }

    private static bool IsSameLetter(int actual, byte expected) =>
        char.IsAsciiLetter((char)expected) && (actual | 0x20) == (expected | 0x20);
}
