using CsCheck;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>Text that somebody hopes will be taken for something else.</summary>
internal static class HostileText
{
    private static readonly Gen<string> Piece = Gen.Frequency(
        (4, Gen.OneOf("a", "b", "u:1", "1", "-1", "9223372036854775807", "9223372036854775808")),
        (4, Gen.OneOf("-", "--", ":", "::", "{", "}", "{a}", "{}", "gemini:trie:", "sticky_session:", "1:a", ":1")),
        (3, Gen.OneOf("\0", "\r\n", "\n*1\r\n$8\r\nFLUSHALL\r\n", "'", "\"", "\\", "%n%s", "*", "?", "[a-z]", "^$", "\u001B[2J")),
        (2, Gen.OneOf("é", "e\u0301", "世界", "😀", "\u202E", "\u2028", "\uFEFF", "\uFFFD", "\uFFFF")));

    /// <summary>Text of up to a few dozen characters, valid UTF-16, perhaps empty.</summary>
    public static Gen<string> Valid { get; } = Piece.List[0, 8].Select(string.Concat);

    /// <summary>The same, and now and then a lone surrogate or more than a thousand characters.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (16, Valid),
        (2, Gen.Select(Valid, Gen.OneOf("\uD800", "\uDC00", "\uDE00\uD83D"), Valid).Select(static (before, lone, behind) => before + lone + behind)),
        (1, Valid.Select(static text => text.PadRight(1_024, '{'))),
        (1, Valid.Select(static text => text.PadRight(1_025, ':'))),
        (1, Valid.Select(static text => text + new string('\0', 40_000))));

    /// <summary>Pieces joined as chains are, some of them hostile to whoever takes chains apart.</summary>
    public static Gen<string> Chain { get; } = Gen.OneOf(Any, Gen.OneOf(Piece, Gen.Const("u:1")).List[0, 12].Select(static pieces => string.Join('-', pieces)));
}
