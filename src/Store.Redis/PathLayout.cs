namespace EmbeddedCache.Stores;

/// <summary>
/// How a path trie lies in its Redis hash. All gateways that share a Redis use the same layout: the one does not see what the other
/// saved, and a changed layout begins with empty tries.
/// </summary>
public enum PathLayout
{
    /// <summary>
    /// A field is the whole path: the wire format that sub2api gateways read and write. The memory of a conversation grows with the
    /// square of its messages: 180 KB at 200 messages, 4.4 MB at 1,000, a path saved at every second one.
    /// </summary>
    FullPath,

    /// <summary>
    /// A field is a digest of the path: XXH128 of its UTF-8, 16 raw bytes. The memory of a conversation grows with its messages (7 KB at
    /// 200, 33 KB at 1,000) and finds cost the server less. Different paths with one digest would be mixed up; by chance that does not
    /// happen (2^-128 a pair), but XXH128 is no cryptographic hash: who can choose the bytes of paths could make two that meet, within
    /// one key.
    /// </summary>
    Hashed,
}
