using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>What a client may send to keep a server busy, or to fill its memory.</summary>
internal static class HostileBodies
{
    public static IReadOnlyList<(string Kind, Func<int, byte[]> Make)> Kinds { get; } =
    [
        Body("deep nesting", Content("[", i => Nested("[", 58, "]"), "]")),
        Body("objects out of order at every level", Content("[", i => Nested("{\"b\":", 58, ",\"a\":1}", "{}"), "]")),
        Body("many members under 57 levels out of order", Content(Repeat("{\"b\":", 57) + "[", i => $$"""{"y":{{i}},"x":"<{{new string('x', 70)}}"}""", "]" + Repeat(",\"a\":1}", 57))),
        Body("members in reverse order", Content("{\"\":0", i => $",\"same start {int.MaxValue - i}\":1", "}", separator: string.Empty)),
        Body("members of one name", Content("{\"\":0", i => ",\"a\":1", "}", separator: string.Empty)),
        Body("members of long and nearly equal names", Content("{\"\":0", i => $",\"{new string('a', 1_000)}{i * 7_919 % 1_000}\":1", "}", separator: string.Empty)),
        Body("names with escapes", Content("{\"\":0", i => $",\"\\u{0xFFFF - (i % 0x7FF):x4}{i}\":1", "}", separator: string.Empty)),
        Body("new lines", Text("\\n")),
        Body("quotes and backslashes", Text("\\\"\\\\")),
        Body("long escapes", Text("\\u0041")),
        Body("halves of surrogate pairs", Text("\\ud83d")),
        Body("HTML", Text("<")),
        Body("reminders without end", Text("<system-reminder>")),
        Body("reminders", Text("<system-reminder>x</system-reminder>a")),
        Body("blocks", Content("[", i => "\"a\"", "]")),
        Body("calls, each another", Content("[", i => $$"""{"type":"tool_use","id":"{{i}}"}""", "]")),
        Body("calls, always the last of many", Content("[", i => $$"""{"type":"tool_use","id":"{{Math.Min(i, 4_000)}}"}""", "]")),
        Body("calls without ids", Content("[", i => $$"""{"type":"tool_use","name":"f","input":[{{i}}]}""", "]")),
        Body("content of no known kind", Content("[{\"type\":\"x\"", i => ",\"file_id\":\"abc\"", "}]", separator: string.Empty)),
        Body("messages with the role last", size => Filled("{\"messages\":[{}", i => ",{\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"role\":\"user\"}", "]}", size)),
        Body("line separators", Text("\u2028")),
        Body("bytes that are not UTF-8", Text("\u00ff"), Encoding.Latin1),
        Body("long numbers", Content("[", i => "1." + new string('9', 760) + "1", "]")),
        Body("one long number", Content("[0.", i => "123456789", "1]", separator: string.Empty)),
        Body("numbers with exponents", Content("[", i => "1.2345678901234567e-300", "]")),
        Body("literals", Content("[", i => "null", "]")),
        Body("empty messages", size => Filled("{\"messages\":[{}", i => ",{}", "]}", size)),
        Body("messages again and again", size => Filled("{\"messages\":[]", i => ",\"messages\":[{}]", "}", size)),
        Body("user ids that are nearly sessions", size => Filled("{\"metadata\":{\"user_id\":\"", i => "session_0123456789abcdef0123456789abcdef012", "\"}}", size)),
        Body("white space", size => Filled("{\"messages\":[", i => "\n \t", "]}", size)),
        Body("a fault at the end", Content("[", i => "{\"a\":[{}]}", "x]")),
    ];

    public static IEnumerable<(string Kind, byte[] Body)> All(int size) => Kinds.Select(kind => (kind.Kind, kind.Make(size)));

    /// <summary>A message of one text, over and over.</summary>
    public static byte[] Text(string repeated, int size) => Encoding.UTF8.GetBytes(Text(repeated)(size));

    private static (string Kind, Func<int, byte[]> Make) Body(string kind, Func<int, string> make, Encoding? encoding = null) =>
        (kind, size => (encoding ?? Encoding.UTF8).GetBytes(make(size)));

    private static Func<int, string> Text(string repeated) => Content("\"", i => repeated, "\"", separator: string.Empty);

    private static Func<int, string> Content(string start, Func<int, string> item, string end, string separator = ",") => size =>
        Filled("{\"messages\":[{\"role\":\"user\",\"content\":" + start + (separator.Length > 0 ? item(0) : string.Empty), i => separator + item(i), end + "}]}", size);

    private static string Filled(string start, Func<int, string> item, string end, int size)
    {
        var body = new StringBuilder(start);
        for (int i = 1; body.Length < size; i++)
        {
            body.Append(item(i));
        }

        return body.Append(end).ToString();
    }

    private static string Nested(string opening, int levels, string closing, string core = "") => Repeat(opening, levels) + core + Repeat(closing, levels);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
