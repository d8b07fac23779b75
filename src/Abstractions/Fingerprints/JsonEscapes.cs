namespace EmbeddedCache;

/// <summary>Which escapes a JSON string holds: what decides how little work its canonical form is.</summary>
internal enum JsonEscapes : byte
{
    /// <summary>No backslash: the bytes are the text.</summary>
    None,

    /// <summary>Only <c>\" \\ \b \f \n \r \t</c>, the ones the canonical form writes the same way.</summary>
    Short,

    /// <summary>Also <c>\/</c> or <c>\uXXXX</c>, which the canonical form mostly writes another way.</summary>
    Any,
}
