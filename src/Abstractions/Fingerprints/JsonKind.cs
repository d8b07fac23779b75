namespace EmbeddedCache;

/// <summary>What a JSON value is, known from its first byte.</summary>
internal enum JsonKind : byte
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
