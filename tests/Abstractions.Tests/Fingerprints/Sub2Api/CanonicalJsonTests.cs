using System.Text;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

/// <summary>The canonical form of a value, by its hash: that of a body's <c>system</c>.</summary>
[TestClass]
public sealed class CanonicalJsonTests
{
    [TestMethod]
    [DataRow(" { \"b\" : 1 , \"a\" : [ true , null ] } ", """{"a":[true,null],"b":1}""", DisplayName = "no spaces, members sorted")]
    [DataRow("""{"b":1,"a":2,"a":3}""", """{"a":3,"b":1}""", DisplayName = "the last of equal names")]
    [DataRow("""{"a":1,"\u0061":2}""", """{"a":2}""", DisplayName = "names are equal when decoded")]
    [DataRow("""{"a":1,"a":2,"a":3}""", """{"a":3}""", DisplayName = "only one name")]
    [DataRow("{\"\\ud83d\\ude00\":1,\"\\uffee\":2,\"z\":3}", "{\"z\":3,\"\uffee\":2,\"😀\":1}", DisplayName = "sorted as UTF-8, not UTF-16")]
    [DataRow("""{"<":1,"=":2,"\"":3,"a":4}""", """{"\"":3,"\u003c":1,"=":2,"a":4}""", DisplayName = "sorted before escaping")]
    [DataRow("""{"ab":1,"a":2,"":3}""", """{"":3,"a":2,"ab":1}""", DisplayName = "a prefix sorts first")]
    [DataRow("""{"z":{"y":1,"x":{"w":1,"v":2}},"a":{"d":[{"f":1,"e":2}],"c":0}}""", """{"a":{"c":0,"d":[{"e":2,"f":1}]},"z":{"x":{"v":2,"w":1},"y":1}}""", DisplayName = "at every level")]
    [DataRow("""[{},[],"",{"a":{}}]""", """[{},[],"",{"a":{}}]""", DisplayName = "empty things")]
    public void Objects_are_written_as_Go_writes_a_map(string json, string expected) => HashOf(json).Should().Be(Chain.Of("s:" + expected));

    [TestMethod]
    [DataRow("\"a<b>&c\"", "\"a\\u003cb\\u003e\\u0026c\"", DisplayName = "HTML")]
    [DataRow("\"\\u003C\\u003e\\u0026\"", "\"\\u003c\\u003e\\u0026\"", DisplayName = "escaped HTML, lower-case digits")]
    [DataRow("\"\u2028\u2029\u2027\u202a—\"", "\"\\u2028\\u2029\u2027\u202a—\"", DisplayName = "line separators and their neighbours")]
    [DataRow("\"\\u2028\\u2029\"", "\"\\u2028\\u2029\"", DisplayName = "escaped line separators")]
    [DataRow("\"\\b\\f\\n\\r\\t\\\"\\\\\\/\"", "\"\\b\\f\\n\\r\\t\\\"\\\\/\"", DisplayName = "short escapes")]
    [DataRow("\"\\u0008\\u000c\\u000A\\u000d\\u0009\\u0022\\u005c\"", "\"\\b\\f\\n\\r\\t\\\"\\\\\"", DisplayName = "short escapes written long")]
    [DataRow("\"\\u0000\\u0001\\u000b\\u001F\"", "\"\\u0000\\u0001\\u000b\\u001f\"", DisplayName = "other controls")]
    [DataRow("\"\\u007f\u007f\\u0080\"", "\"\u007f\u007f\u0080\"", DisplayName = "DEL and C1 stay")]
    [DataRow("\"\\u00e9\\u4e16\\ud83d\\uDE00\"", "\"é世😀\"", DisplayName = "escapes that need not be")]
    [DataRow("\"\\ud800\"", "\"\ufffd\"", DisplayName = "a high surrogate at the end")]
    [DataRow("\"\\ud800x\"", "\"\ufffdx\"", DisplayName = "a high surrogate before text")]
    [DataRow("\"\\ud800\\n\"", "\"\ufffd\\n\"", DisplayName = "a high surrogate before another escape")]
    [DataRow("\"\\ud800\\u0041\"", "\"\ufffdA\"", DisplayName = "a high surrogate before an escaped letter")]
    [DataRow("\"\\ud800\\ud83d\\ude00\"", "\"\ufffd😀\"", DisplayName = "a high surrogate before a pair")]
    [DataRow("\"\\ude00\\ud83d\"", "\"\ufffd\ufffd\"", DisplayName = "a pair the wrong way round")]
    [DataRow("\"\ufffd\"", "\"\ufffd\"", DisplayName = "a real replacement character")]
    public void Text_is_written_as_Go_writes_a_string(string json, string expected) => HashOf(json).Should().Be(Chain.Of("s:" + expected));

    [TestMethod]
    [DataRow(new byte[] { 0xFF }, 1, DisplayName = "never a byte of UTF-8")]
    [DataRow(new byte[] { 0xE2, 0x80 }, 2, DisplayName = "a sequence cut short, which .NET would replace once")]
    [DataRow(new byte[] { 0xF0, 0x9F, 0x98 }, 3, DisplayName = "a longer one")]
    [DataRow(new byte[] { 0xC0, 0xAF }, 2, DisplayName = "overlong")]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80 }, 3, DisplayName = "a surrogate in UTF-8")]
    [DataRow(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, 4, DisplayName = "past the last code point")]
    [DataRow(new byte[] { 0x80, 0x80 }, 2, DisplayName = "stray continuations")]
    public void Every_byte_that_is_not_UTF8_becomes_one_replacement_character(byte[] invalid, int count)
    {
        foreach (string around in new[] { string.Empty, "é\\n<", "\\u0041" })
        {
            byte[] json = [.. "\""u8, .. Encoding.UTF8.GetBytes(around), .. invalid, .. "x\""u8];

            HashOf(json).Should().Be(HashOf($"\"{around}{new string('\ufffd', count)}x\""));
        }
    }

    [TestMethod]
    [DataRow("0", "0")]
    [DataRow("-0", "-0")]
    [DataRow("-0.0", "-0")]
    [DataRow("0e99999999999", "0")]
    [DataRow("1.0", "1")]
    [DataRow("1e5", "100000")]
    [DataRow("1.50", "1.5")]
    [DataRow("-12.25E1", "-122.5")]
    [DataRow("999999999999999", "999999999999999")]
    [DataRow("-999999999999999", "-999999999999999")]
    [DataRow("1234567890123456", "1234567890123456")]
    [DataRow("9007199254740993", "9007199254740992")]
    [DataRow("123456789012345678901234567890", "1.2345678901234568e+29")]
    [DataRow("100000000000000000000", "100000000000000000000")]
    [DataRow("999999999999999999999", "1e+21")]
    [DataRow("1e21", "1e+21")]
    [DataRow("1e23", "1e+23")]
    [DataRow("0.000001", "0.000001")]
    [DataRow("0.00000123456", "0.00000123456")]
    [DataRow("0.0000001", "1e-7")]
    [DataRow("1.25e-10", "1.25e-10")]
    [DataRow("-1e-9", "-1e-9")]
    [DataRow("5e-324", "5e-324")]
    [DataRow("1e-400", "0")]
    [DataRow("-1e-400", "-0")]
    [DataRow("1.7976931348623157e308", "1.7976931348623157e+308")]
    [DataRow("2.98023223876953125e-8", "2.9802322387695312e-8", DisplayName = "2^-25, which .NET writes as its neighbour")]
    [DataRow("4.1045368012983762e-289", "4.1045368012983762e-289", DisplayName = "2^-958, the same")]
    [DataRow("2.980232238769531e-8", "2.980232238769531e-8", DisplayName = "the neighbour")]
    [DataRow("0.1", "0.1")]
    [DataRow("0.30000000000000004", "0.30000000000000004")]
    public void Numbers_are_written_as_Go_writes_a_float64(string json, string expected) => HashOf(json).Should().Be(Chain.Of("s:" + expected));

    [TestMethod]
    public void It_equals_the_naive_reference_on_random_JSON() =>
        Gen.Select(RandomJson.Any, Gen.Int).Sample((json, seed) =>
        {
            string text = json.Write(seed, reorder: false);
            string expected = ReferenceJson.Of(text);
            return HashOf(text) == (expected == "null" ? string.Empty : Chain.Of("s:" + expected));
        });

    [TestMethod]
    public void It_does_not_depend_on_spaces_the_order_of_members_or_the_choice_of_escapes() =>
        Gen.Select(RandomJson.Any, Gen.Int, Gen.Int).Sample((json, one, other) =>
            HashOf(json.Write(one, reorder: true)) == HashOf(json.Write(other, reorder: true)));

    // Each of these takes minutes, or for ever, where the work is quadratic; linear, a fraction of a second.
    [TestMethod]
    [Timeout(20_000)]
    public void A_hundred_thousand_members_in_the_wrong_order_are_sorted()
    {
        string json = "{" + string.Join(',', Enumerable.Range(0, 100_000).Reverse().Select(i => $"\"{i:D6}\":{i}")) + "}";

        HashOf(json).Should().Be(Chain.Of("s:{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i:D6}\":{i}")) + "}"));
    }

    [TestMethod]
    [Timeout(20_000)]
    public void A_hundred_thousand_equal_names_are_one_member()
    {
        string json = "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"name\":{i}")) + "}";

        HashOf(json).Should().Be(Chain.Of("""s:{"name":99999}"""));
    }

    [TestMethod]
    [Timeout(20_000)]
    public void Text_full_of_escapes_and_of_broken_bytes_takes_linear_time()
    {
        string escapes = string.Concat(Enumerable.Repeat("\\u00e9\\n<\\ud800", 200_000));
        byte[] broken = [.. "\""u8, .. Enumerable.Repeat((byte)0xE2, 2_000_000), .. "\""u8];

        HashOf($"\"{escapes}\"").Should().Be(Chain.Of("s:\"" + string.Concat(Enumerable.Repeat("é\\n\\u003c\ufffd", 200_000)) + "\""));
        HashOf(broken).Should().Be(Chain.Of("s:\"" + new string('\ufffd', 2_000_000) + "\""));
    }

    [TestMethod]
    [Timeout(20_000)]
    public void Members_in_the_wrong_order_at_every_level_cost_at_most_a_copy_a_level()
    {
        string text = new('x', 1_000_000);
        string json = $"\"{text}\"";
        string expected = json;
        for (int depth = 0; depth < 63; depth++)
        {
            json = $"{{\"b\":{json},\"a\":1}}";
            expected = $"{{\"a\":1,\"b\":{expected}}}";
        }

        HashOf(json).Should().Be(Chain.Of("s:" + expected));
    }

    private static string HashOf(string json) => HashOf(Encoding.UTF8.GetBytes(json));

    private static string HashOf(byte[] json) => Sub2ApiFingerprints.AnthropicChain([.. "{\"system\":"u8, .. json, .. "}"u8]);
}
