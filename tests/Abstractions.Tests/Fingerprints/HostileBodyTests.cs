using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// What a client may send to keep a server busy. Sixteen times the body takes about sixteen times as long: what grows with the square would
/// take 256 times, and what sorts some 20.
/// </summary>
[TestClass]
public sealed class HostileBodyTests
{
    private const int Small = 200_000;
    private const int Times = 16;
    private const int Tolerance = 4;

    // The best round counts, because the machine may do something else meanwhile, and there are more of them while it seems to.
    private const int FewestRounds = 3;
    private const int MostRounds = 30;

    private delegate string Fingerprint(ReadOnlySpan<byte> body);

    public TestContext TestContext { get; set; } = null!;

    private static IEnumerable<object[]> Bodies =>
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

    [TestMethod]
    [DoNotParallelize]
    [DynamicData(nameof(Bodies), DynamicDataDisplayName = nameof(NameOf))]
    public void The_time_of_a_hostile_body_grows_as_its_length_does(string kind, Func<int, byte[]> make)
    {
        byte[] small = make(Small);
        byte[] large = make(Small * Times);
        foreach ((string name, Fingerprint compute) in new (string, Fingerprint)[]
        {
            ("chain", DigestChain.ForAnthropic),
            ("session", body => SessionHash.Compute(body)),
        })
        {
            double ofSmall = double.MaxValue;
            double ofLarge = double.MaxValue;
            for (int round = 0; round < MostRounds && (round < FewestRounds || ofLarge > ofSmall * Times * Tolerance); round++)
            {
                ofSmall = Math.Min(ofSmall, Seconds(small, compute));
                ofLarge = Math.Min(ofLarge, Seconds(large, compute));
            }

            TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{large.Length / 1e6 / ofLarge,6:N0} MB/s, {ofLarge / ofSmall,4:F0} times as long for {Times} times as much: {name}, {kind}"));
            ofLarge.Should().BeLessThan(ofSmall * Times * Tolerance, "of the {0}", name);
        }
    }

    public static string NameOf(System.Reflection.MethodInfo method, object[] data) => (string)data[0];

    private static object[] Body(string kind, Func<int, string> make, Encoding? encoding = null) =>
        [kind, (int size) => (encoding ?? Encoding.UTF8).GetBytes(make(size))];

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

    private static double Seconds(byte[] body, Fingerprint compute)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            compute(body);
        }
        catch (FormatException)
        {
            // A refusal takes its time too.
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
