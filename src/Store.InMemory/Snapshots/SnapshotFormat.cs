namespace EmbeddedCache.Stores;

/// <summary>The layout of a snapshot's file. All numbers are little-endian; a change of the layout is a new <see cref="Version"/>.</summary>
/// <remarks>
/// <code>
/// file     = "ECACHESN" version:uint32 writtenAt:int64 entry* End:byte entries:varint checksum:uint64
/// entry    = Integer:byte head zigzag(value)
///          | Trie:byte head paths
/// head     = text(key) varint(milliseconds left) zigzag(uses ago)
/// paths    = varint(values) text* varint(paths) varint(value of each path)* edges      values first; paths from the least recently used on
/// edges    = varint(edges of the root) edge*
/// edge     = text(segments) varint(marks) (varint(characters since the last mark) varint(path))* varint(children) edge*
/// text     = varint(characters &lt;&lt; 1 | wide) bytes                                     Latin-1, or UTF-16 when wide
/// </code>
/// <c>writtenAt</c> is in Unix milliseconds, and what is left of the lives counts from there. The checksum is the XXH3 of everything
/// before it. Stems that paths share stand there once, as in the trie, and so do values that turns of a conversation share.
/// </remarks>
internal static class SnapshotFormat
{
    public const uint Version = 1;
    public const int HeaderLength = 8 + sizeof(uint) + sizeof(long);
    public const int ChecksumLength = sizeof(ulong);

    public const byte End = 0;
    public const byte Integer = 1;
    public const byte Trie = 2;

    public static ReadOnlySpan<byte> Magic => "ECACHESN"u8;
}
