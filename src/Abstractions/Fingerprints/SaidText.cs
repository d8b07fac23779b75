namespace EmbeddedCache;

/// <summary>A text that a request says, and whether its block is marked <c>cache_control: {"type":"ephemeral"}</c>.</summary>
internal readonly struct SaidText(JsonText text, bool isMarked)
{
    public JsonText Text { get; } = text;

    public bool IsMarked { get; } = isMarked;
}
