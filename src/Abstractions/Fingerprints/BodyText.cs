namespace EmbeddedCache.Fingerprints;

/// <summary>A string of the body, as a place in it; the default is an absent one.</summary>
/// <param name="Start">Where its text begins, behind the quote; of another value than a string, where that begins.</param>
/// <param name="Length">How many bytes there are up to the closing quote.</param>
/// <param name="IsEscaped">Whether the text has escapes.</param>
/// <param name="IsOther">Whether the value is neither a string nor null.</param>
internal readonly record struct BodyText(int Start, int Length, bool IsEscaped, bool IsOther = false)
{
    /// <summary>Whether there is no text, or an empty one.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Whether there is a string, be it empty.</summary>
    public bool IsString => Start > 0 && !IsOther;
}
