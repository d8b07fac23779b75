using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>What is no request is refused: always as a FormatException, with the place, without the body's text.</summary>
[TestClass]
public sealed class FingerprintFaultTests
{
    private delegate string Fingerprint(ReadOnlySpan<byte> body);

    private static Dictionary<string, Fingerprint> All { get; } = new()
    {
        ["Anthropic"] = DigestChain.ForAnthropic,
        ["Gemini"] = DigestChain.ForGemini,
        ["Chat"] = DigestChain.ForOpenAIChat,
        ["Responses"] = DigestChain.ForOpenAIResponses,
        ["Session"] = body => SessionHash.Compute(body),
    };

    [TestMethod]
    [DataRow("", 0, "", DisplayName = "nothing at all")]
    [DataRow("  ", 2, "", DisplayName = "only spaces")]
    [DataRow("null", 0, "", DisplayName = "null at the top")]
    [DataRow("[]", 0, "", DisplayName = "an array at the top")]
    [DataRow("\"secret\"", 0, "", DisplayName = "a string at the top")]
    [DataRow("\ufeff{}", 0, "", DisplayName = "a byte order mark")]
    [DataRow("{", 1, "", DisplayName = "an object without end")]
    [DataRow("{} x", 3, "", DisplayName = "something after the end")]
    [DataRow("{}{}", 2, "", DisplayName = "two objects")]
    [DataRow("{secret:1}", 1, "", DisplayName = "a name without quotes")]
    [DataRow("{'secret':1}", 1, "", DisplayName = "single quotes")]
    [DataRow("{\"secret\" 1}", 10, "*", DisplayName = "no colon")]
    [DataRow("{\"secret\":}", 10, "*", DisplayName = "no value")]
    [DataRow("{\"secret\":1,}", 12, "", DisplayName = "a trailing comma in an object")]
    [DataRow("{,\"secret\":1}", 1, "", DisplayName = "a leading comma")]
    [DataRow("{\"secret\":1 \"b\":2}", 12, "*", DisplayName = "no comma")]
    [DataRow("{\"messages\":[1,]}", 15, "messages[1]", DisplayName = "a trailing comma in an array")]
    [DataRow("{\"messages\":[,1]}", 13, "messages[0]", DisplayName = "a leading comma in an array")]
    [DataRow("{\"messages\":[1 2]}", 15, "messages[0]", DisplayName = "no comma in an array")]
    [DataRow("{\"messages\":[}", 13, "messages[0]", DisplayName = "the wrong bracket")]
    [DataRow("{\"x\":1/*secret*/}", 6, "*", DisplayName = "a comment")]
    [DataRow("{\"x\":\"secret", 5, "*", DisplayName = "a string without end")]
    [DataRow("{\"x\":\"secret\\", 12, "*", DisplayName = "an escape without end")]
    [DataRow("{\"x\":\"secret\\\"}", 5, "*", DisplayName = "an escaped closing quote")]
    [DataRow("{\"x\":\"a\\q\"}", 7, "*", DisplayName = "no such escape")]
    [DataRow("{\"x\":\"a\\u12g4\"}", 7, "*", DisplayName = "no hex digit")]
    [DataRow("{\"x\":\"a\\u12\"}", 7, "*", DisplayName = "too few hex digits")]
    [DataRow("{\"x\":\"a\nb\"}", 7, "*", DisplayName = "a raw control character")]
    [DataRow("{\"x\ty\":1}", 3, "", DisplayName = "a raw control character in a name")]
    [DataRow("{\"x\":01}", 6, "*", DisplayName = "a leading zero")]
    [DataRow("{\"x\":-}", 6, "*", DisplayName = "a lone minus")]
    [DataRow("{\"x\":+1}", 5, "*", DisplayName = "a plus")]
    [DataRow("{\"x\":1.}", 7, "*", DisplayName = "no digit after the dot")]
    [DataRow("{\"x\":.5}", 5, "*", DisplayName = "no digit before the dot")]
    [DataRow("{\"x\":1e+}", 8, "*", DisplayName = "no digit in the exponent")]
    [DataRow("{\"x\":NaN}", 5, "*", DisplayName = "not a number")]
    [DataRow("{\"x\":truth}", 5, "*", DisplayName = "a broken true")]
    [DataRow("{\"x\":nul", 5, "*", DisplayName = "a broken null")]
    [DataRow("{\"x\":nullx}", 9, "*", DisplayName = "more than null")]
    [DataRow("{\"contents\":[{\"parts\":[{\"text\":\"\u0001\"}]}]}", 32, "contents[0].parts[0].text", DisplayName = "deep inside")]
    [DataRow("{\"messages\":[{\"a\":[1,{\"\\\"]\":2}],\"content\":[7,!", 45, "messages[0].content[1]", DisplayName = "after brackets in names and values")]
    public void What_is_not_JSON_is_refused_with_its_place(string body, int position, string path)
    {
        foreach ((string name, Fingerprint fingerprint) in All)
        {
            ShouldFail(name, fingerprint, Encoding.UTF8.GetBytes(body), position, path);
        }
    }

    [TestMethod]
    [DataRow("{\"contents\":{}}", 12, "contents")]
    [DataRow("{\"contents\":\"secret\"}", 12, "contents")]
    [DataRow("{\"systemInstruction\":\"secret\"}", 21, "systemInstruction")]
    [DataRow("{\"systemInstruction\":{\"role\":1}}", 29, "systemInstruction.role")]
    [DataRow("{\"contents\":[1]}", 13, "contents[0]")]
    [DataRow("{\"contents\":[{},{\"role\":[]}]}", 24, "contents[1].role")]
    [DataRow("{\"contents\":[{\"parts\":{}}]}", 22, "contents[0].parts")]
    [DataRow("{\"contents\":[{\"parts\":[\"secret\"]}]}", 23, "contents[0].parts[0]")]
    [DataRow("{\"contents\":[{\"parts\":[{},{\"text\":5}]}]}", 34, "contents[0].parts[1].text")]
    [DataRow("{\"contents\":[{\"parts\":[{\"thought\":\"true\"}]}]}", 34, "contents[0].parts[0].thought")]
    [DataRow("{\"contents\":[{\"parts\":[{\"thoughtSignature\":{}}]}]}", 43, "contents[0].parts[0].thoughtSignature")]
    [DataRow("{\"contents\":[{\"parts\":[{\"inlineData\":[]}]}]}", 37, "contents[0].parts[0].inlineData")]
    [DataRow("{\"contents\":[{\"parts\":[{\"inlineData\":{\"data\":1}}]}]}", 45, "contents[0].parts[0].inlineData.data")]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionCall\":{\"name\":1}}]}]}", 47, "contents[0].parts[0].functionCall.name")]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionCall\":{\"args\":{\"a\":1e400}}}]}]}", 52, "contents[0].parts[0].functionCall.args.*")]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionCall\":{\"args\":1e400,\"args\":1}}]}]}", 47, "contents[0].parts[0].functionCall.args")]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionResponse\":{\"response\":[]}}]}]}", 55, "contents[0].parts[0].functionResponse.response")]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionResponse\":{\"id\":false}}]}]}", 49, "contents[0].parts[0].functionResponse.id")]
    [DataRow("{\"contents\":[{\"parts\":[{\"text\":5,\"text\":\"x\"}]}]}", 31, "contents[0].parts[0].text", DisplayName = "even when it comes again, right")]
    public void What_is_not_a_Gemini_request_is_refused_with_its_place(string body, int position, string path) =>
        ShouldFail("Gemini", DigestChain.ForGemini, Encoding.UTF8.GetBytes(body), position, path);

    [TestMethod]
    [DataRow("{\"messages\":[{\"content\":[1,1e400]}]}", 27, "messages[0].content[1]")]
    [DataRow("{\"messages\":[{\"content\":-1e309}]}", 24, "messages[0].content")]
    [DataRow("{\"system\":1e999,\"system\":1}", 10, "system", DisplayName = "even when it is replaced")]
    [DataRow("{\"tools\":[{\"x\":1e400}]}", 15, "tools[0].*", DisplayName = "even where nobody looks")]
    public void A_number_past_float64_is_refused_as_Go_refuses_it(string body, int position, string path)
    {
        foreach (string name in new[] { "Anthropic", "Chat", "Responses", "Session" })
        {
            ShouldFail(name, All[name], Encoding.UTF8.GetBytes(body), position, path);
        }
    }

    [TestMethod]
    public void A_number_of_309_digits_past_float64_is_refused_too() =>
        ShouldFail("Anthropic", DigestChain.ForAnthropic, Encoding.UTF8.GetBytes("{\"x\":" + new string('9', 309) + "}"), 5, "*");

    [TestMethod]
    public void Nesting_is_taken_to_64_levels_and_no_further()
    {
        static byte[] Nested(string name, int depth) => Encoding.UTF8.GetBytes(
            $$"""{"{{name}}":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""");

        foreach ((string name, Fingerprint fingerprint) in All)
        {
            fingerprint(Nested("x", 64)).Should().BeEmpty("{0} takes it", name);
            ShouldFail(name, fingerprint, Nested("x", 65), 5 + 63, "*" + string.Concat(Enumerable.Repeat("[0]", 63)));
            ShouldFail(name, fingerprint, Nested("x", 1_000_000), 5 + 63, "*" + string.Concat(Enumerable.Repeat("[0]", 63)));
        }

        DigestChain.ForAnthropic(Nested("system", 64)).Should().NotBeEmpty();
        ShouldFail("Anthropic", DigestChain.ForAnthropic, Nested("system", 65), 10 + 63, "system" + string.Concat(Enumerable.Repeat("[0]", 63)));
    }

    private static void ShouldFail(string name, Fingerprint fingerprint, byte[] body, int position, string path)
    {
        string place = path.Length == 0 ? string.Empty : $", at {path}";

        FluentActions.Invoking(() => fingerprint(body))
            .Should().Throw<FormatException>("{0} must refuse it", name)
            .Which.Message.Should().StartWith($"Byte {position} of the request body{place}: ").And.NotContain("secret");
    }
}
