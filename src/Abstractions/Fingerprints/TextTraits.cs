namespace EmbeddedCache;

/// <summary>What a JSON string holds that decides how much work its text and its canonical form are.</summary>
[Flags]
internal enum TextTraits : byte
{
    /// <summary>Nothing of the below: the bytes are the text, and the canonical form too.</summary>
    None = 0,

    /// <summary>A backslash. <c>\" \\ \b \f \n \r \t</c> are canonical as they stand.</summary>
    Escapes = 1,

    /// <summary><c>\/</c> or <c>\uXXXX</c>, which the canonical form mostly writes another way; then there are escapes as well.</summary>
    LongEscapes = 2,

    /// <summary><c>&lt;</c>, <c>&gt;</c> or <c>&amp;</c>, which the canonical form escapes.</summary>
    Html = 4,

    /// <summary>U+2028 or U+2029, which the canonical form escapes too, or what looks like them; all that has neither is without.</summary>
    Separators = 8,

    /// <summary>Bytes that are not UTF-8.</summary>
    Invalid = 16,

    /// <summary>Not a JSON string at all. Only the scanner sees this.</summary>
    Faulty = 32,
}
