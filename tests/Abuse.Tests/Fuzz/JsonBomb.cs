using System.Text;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>Bodies that are made to cost whoever reads them more than they cost who sends them.</summary>
internal static class JsonBomb
{
    /// <summary>Each about so many bytes long.</summary>
    public static IEnumerable<(string Name, byte[] Body)> OfLength(int length)
    {
        yield return ("prose", Request(new string('x', length)));
        yield return ("depth", Bytes("{\"messages\":" + new string('[', length)));
        yield return ("objects in objects", Bytes(Repeat("{\"messages\":", length)));
        yield return ("one name again and again", Bytes("{" + Repeat("\"messages\":[{\"content\":\"a\"}],", length) + "\"messages\":[]}"));
        yield return ("members out of order", Bytes("{\"messages\":[{\"content\":{" + Members(length, static i => $"\"{int.MaxValue - i:x}\":1") + "}}]}"));
        yield return ("long names that begin alike", Bytes("{\"messages\":[{\"content\":{" + Members(length, static i => $"\"{new string('n', 500)}{9_999_999 - i}\":1") + "}}]}"));
        yield return ("members of one name", Bytes("{\"messages\":[{\"content\":{" + Members(length, static _ => "\"n\":1") + "}}]}"));
        yield return ("digits of one number", Bytes("{\"messages\":[{\"content\":1." + new string('7', length) + "}]}"));
        yield return ("numbers that are too large", Bytes("{\"messages\":[{\"content\":[" + Repeat("1e308,", length) + "1e309]}]}"));
        yield return ("numbers with long exponents", Bytes("{\"messages\":[{\"content\":1e-" + new string('9', length) + "}]}"));
        yield return ("escapes", Request(Repeat("\\u0041\\n\\ud83d\\ude00", length)));
        yield return ("escapes that are cut off", Request(Repeat("\\ud83d", length)));
        yield return ("characters that HTML escapes", Request(Repeat("<&>", length)));
        yield return ("bytes that are not UTF-8", [.. "{\"messages\":[{\"content\":\""u8, .. Enumerable.Repeat((byte)0xE2, length), .. "\"}]}"u8]);
        yield return ("many messages", Bytes("{\"messages\":[" + Repeat("{\"content\":1},", length) + "{}],\"contents\":[" + Repeat("{},", length / 9) + "{}]}"));
        yield return ("session ids that are none", Bytes("{\"metadata\":{\"user_id\":\"" + Repeat("session_0123456789-", length) + "\"}}"));
        yield return ("white space", Bytes("{\"messages\":[" + new string(' ', length) + "]}"));
        yield return ("NULs", new byte[length]);
    }

    private static byte[] Request(string text) => Bytes($"{{\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}],\"contents\":[{{\"parts\":[{{\"text\":\"\"}}]}}],\"input\":\"\"}}");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string piece, int length) => new StringBuilder(length + piece.Length).Insert(0, piece, Math.Max(1, length / piece.Length)).ToString();

    private static string Members(int length, Func<int, string> member)
    {
        var text = new StringBuilder(length + 1_000);
        for (int i = 0; text.Length < length || i == 0; i++)
        {
            (i == 0 ? text : text.Append(',')).Append(member(i));
        }

        return text.ToString();
    }
}
