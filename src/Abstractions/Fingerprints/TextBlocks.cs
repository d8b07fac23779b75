namespace EmbeddedCache;

/// <summary>Which of a list's objects give their text.</summary>
internal enum TextBlocks : byte
{
    /// <summary>Those whose type is <c>text</c>.</summary>
    Text,

    /// <summary>Those whose type is <c>text</c>, <c>input_text</c> or <c>output_text</c>.</summary>
    Responses,

    /// <summary>Those that are marked <c>cache_control: {"type":"ephemeral"}</c>, of any type.</summary>
    Marked,

    /// <summary>All.</summary>
    All,
}
