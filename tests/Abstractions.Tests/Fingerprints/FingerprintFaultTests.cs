using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>What is no request is refused: always as a FormatException, with the place, without the body's text.</summary>
[TestClass]
public sealed class FingerprintFaultTests
{
    private delegate string Fingerprint(ReadOnlySpan<byte> body);

    private static Dictionary<string, Fingerprint> Sub2Api { get; } = new()
    {
        ["sub2api's Anthropic chain"] = Sub2ApiFingerprints.AnthropicChain,
        ["sub2api's Gemini chain"] = Sub2ApiFingerprints.GeminiChain,
        ["sub2api's session hash"] = body => Sub2ApiFingerprints.SessionHash(body),
    };

    private static Dictionary<string, Fingerprint> All { get; } =
        new(Sub2Api.Concat(Enum.GetValues<LlmApi>().Select(api => KeyValuePair.Create<string, Fingerprint>($"{api}", body => RequestFingerprint.Read(api, body).Chain))));

    [TestMethod]
    [DataRow("", 0, DisplayName = "nothing at all")]
    [DataRow("  ", 2, DisplayName = "only spaces")]
    [DataRow("null", 0, DisplayName = "null at the top")]
    [DataRow("[]", 0, DisplayName = "an array at the top")]
    [DataRow("\"secret\"", 0, DisplayName = "a string at the top")]
    [DataRow("\ufeff{}", 0, DisplayName = "a byte order mark")]
    [DataRow("{", 1, DisplayName = "an object without end")]
    [DataRow("{} x", 3, DisplayName = "something after the end")]
    [DataRow("{}{}", 2, DisplayName = "two objects")]
    [DataRow("{secret:1}", 1, DisplayName = "a name without quotes")]
    [DataRow("{'secret':1}", 1, DisplayName = "single quotes")]
    [DataRow("{\"secret\" 1}", 10, DisplayName = "no colon")]
    [DataRow("{\"secret\":}", 10, DisplayName = "no value")]
    [DataRow("{\"secret\":1,}", 12, DisplayName = "a trailing comma in an object")]
    [DataRow("{,\"secret\":1}", 1, DisplayName = "a leading comma")]
    [DataRow("{\"secret\":1 \"b\":2}", 12, DisplayName = "no comma")]
    [DataRow("{\"messages\":[1,]}", 15, DisplayName = "a trailing comma in an array")]
    [DataRow("{\"messages\":[,1]}", 13, DisplayName = "a leading comma in an array")]
    [DataRow("{\"messages\":[1 2]}", 15, DisplayName = "no comma in an array")]
    [DataRow("{\"messages\":[}", 13, DisplayName = "the wrong bracket")]
    [DataRow("{\"x\":1/*secret*/}", 6, DisplayName = "a comment")]
    [DataRow("{\"x\":\"secret", 12, DisplayName = "a string without end")]
    [DataRow("{\"x\":\"secret\\", 13, DisplayName = "an escape without end")]
    [DataRow("{\"x\":\"secret\\\"}", 15, DisplayName = "an escaped closing quote")]
    [DataRow("{\"x\":\"a\\q\"}", 8, DisplayName = "no such escape")]
    [DataRow("{\"x\":\"a\\u12g4\"}", 11, DisplayName = "no hex digit")]
    [DataRow("{\"x\":\"a\\u12\"}", 11, DisplayName = "too few hex digits")]
    [DataRow("{\"x\":\"a\nb\"}", 7, DisplayName = "a raw control character")]
    [DataRow("{\"x\ty\":1}", 3, DisplayName = "a raw control character in a name")]
    [DataRow("{\"x\":01}", 6, DisplayName = "a leading zero")]
    [DataRow("{\"x\":-}", 6, DisplayName = "a lone minus")]
    [DataRow("{\"x\":+1}", 5, DisplayName = "a plus")]
    [DataRow("{\"x\":1.}", 7, DisplayName = "no digit after the dot")]
    [DataRow("{\"x\":.5}", 5, DisplayName = "no digit before the dot")]
    [DataRow("{\"x\":1e+}", 8, DisplayName = "no digit in the exponent")]
    [DataRow("{\"x\":NaN}", 5, DisplayName = "not a number")]
    [DataRow("{\"x\":truth}", 8, DisplayName = "a broken true")]
    [DataRow("{\"x\":nul", 8, DisplayName = "a broken null")]
    [DataRow("{\"x\":nullx}", 9, DisplayName = "more than null")]
    [DataRow("{\"contents\":[{\"parts\":[{\"text\":\"\u0001\"}]}]}", 32, DisplayName = "deep inside")]
    [DataRow("{\"messages\":[{\"a\":[1,{\"\\\"]\":2}],\"content\":[7,!", 45, DisplayName = "after brackets in names and values")]
    public void What_is_not_JSON_is_refused_with_its_place(string body, int position)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        ShouldFail(Sub2ApiFingerprints.AnthropicChain, bytes, position);
        foreach (Fingerprint fingerprint in All.Values)
        {
            // What is no request is refused before that.
            ShouldFail(fingerprint, bytes);
        }
    }

    [TestMethod]
    [DataRow("{\"contents\":{}}", 12)]
    [DataRow("{\"contents\":\"secret\"}", 12)]
    [DataRow("{\"systemInstruction\":\"secret\"}", 21)]
    [DataRow("{\"systemInstruction\":{\"role\":1}}", 29)]
    [DataRow("{\"contents\":[1]}", 13)]
    [DataRow("{\"contents\":[{},{\"role\":[]}]}", 24)]
    [DataRow("{\"contents\":[{\"parts\":{}}]}", 22)]
    [DataRow("{\"contents\":[{\"parts\":[\"secret\"]}]}", 23)]
    [DataRow("{\"contents\":[{\"parts\":[{},{\"text\":5}]}]}", 34)]
    [DataRow("{\"contents\":[{\"parts\":[{\"thought\":\"true\"}]}]}", 34)]
    [DataRow("{\"contents\":[{\"parts\":[{\"thoughtSignature\":{}}]}]}", 43)]
    [DataRow("{\"contents\":[{\"parts\":[{\"inlineData\":[]}]}]}", 37)]
    [DataRow("{\"contents\":[{\"parts\":[{\"inlineData\":{\"data\":1}}]}]}", 45)]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionCall\":{\"name\":1}}]}]}", 47)]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionCall\":{\"args\":{\"a\":1e400}}}]}]}", 52)]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionCall\":{\"args\":1e400,\"args\":1}}]}]}", 47)]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionResponse\":{\"response\":[]}}]}]}", 55)]
    [DataRow("{\"contents\":[{\"parts\":[{\"functionResponse\":{\"id\":false}}]}]}", 49)]
    [DataRow("{\"contents\":[{\"parts\":[{\"text\":5,\"text\":\"x\"}]}]}", 31, DisplayName = "even when it comes again, right")]
    public void What_Go_would_not_read_into_its_structs_is_refused_with_its_place(string body, int position) =>
        ShouldFail(Sub2ApiFingerprints.GeminiChain, Encoding.UTF8.GetBytes(body), position);

    [TestMethod]
    [DataRow("{\"messages\":[{\"content\":[1,1e400]}]}", 27)]
    [DataRow("{\"messages\":[{\"content\":-1e309}]}", 24)]
    [DataRow("{\"system\":1e999,\"system\":1}", 10, DisplayName = "even when it is replaced")]
    [DataRow("{\"tools\":[{\"x\":1e400}]}", 15, DisplayName = "even where nobody looks")]
    public void A_number_past_float64_is_refused_as_Go_refuses_it(string body, int position)
    {
        ShouldFail(Sub2ApiFingerprints.AnthropicChain, Encoding.UTF8.GetBytes(body), position);
        ShouldFail(body => Sub2ApiFingerprints.SessionHash(body), Encoding.UTF8.GetBytes(body), position);
    }

    [TestMethod]
    public void A_number_of_309_digits_past_float64_is_refused_too() =>
        ShouldFail(Sub2ApiFingerprints.AnthropicChain, Encoding.UTF8.GetBytes("{\"x\":" + new string('9', 309) + "}"), 5);

    [TestMethod]
    [DataRow(LlmApi.Anthropic, "{\"messages\":\"secret\"}", 12)]
    [DataRow(LlmApi.Anthropic, "{\"messages\":{}}", 12)]
    [DataRow(LlmApi.OpenAIChat, "{\"messages\":[\"secret\"]}", 13)]
    [DataRow(LlmApi.Anthropic, "{\"messages\":[{\"role\":1}]}", 21)]
    [DataRow(LlmApi.Anthropic, "{\"messages\":[{\"role\":\"user\",\"content\":5}]}", 38)]
    [DataRow(LlmApi.Anthropic, "{\"messages\":[{\"role\":\"user\",\"content\":[5]}]}", 39)]
    [DataRow(LlmApi.Anthropic, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":{}}]}]}", 61)]
    [DataRow(LlmApi.Anthropic, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\",\"id\":[]}]}]}", 63)]
    [DataRow(LlmApi.OpenAIChat, "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[1]}]}", 47)]
    [DataRow(LlmApi.OpenAIResponses, "{\"input\":{}}", 9)]
    [DataRow(LlmApi.OpenAIResponses, "{\"input\":[[]]}", 10)]
    [DataRow(LlmApi.Gemini, "{\"contents\":{}}", 12)]
    [DataRow(LlmApi.Gemini, "{\"contents\":[{\"role\":\"user\",\"parts\":{}}]}", 36)]
    [DataRow(LlmApi.Gemini, "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"functionCall\":1}]}]}", 53)]
    [DataRow(LlmApi.Gemini, "{\"contents\":[{\"parts\":[{\"text\":5}]}]}", 31)]
    [DataRow(LlmApi.Anthropic, "{\"model\":5}", 9)]
    [DataRow(LlmApi.Anthropic, "{\"model\":\"\"}", 10)]
    public void What_is_not_such_a_request_is_refused_with_its_place(LlmApi api, string body, int position) =>
        ShouldFail(body => RequestFingerprint.Read(api, body).Chain, Encoding.UTF8.GetBytes(body), position);

    [TestMethod]
    public void A_request_has_at_most_65536_messages()
    {
        static byte[] Body(string name, int messages) => Encoding.UTF8.GetBytes($"{{\"{name}\":[" + string.Join(',', Enumerable.Repeat("{}", messages)) + "]}");

        foreach ((string name, Fingerprint fingerprint) in new Dictionary<string, Fingerprint>
        {
            ["messages"] = body => RequestFingerprint.Read(LlmApi.Anthropic, body).Chain,
            ["input"] = body => RequestFingerprint.Read(LlmApi.OpenAIResponses, body).Chain,
            ["contents"] = body => RequestFingerprint.Read(LlmApi.Gemini, body).Chain,
        })
        {
            fingerprint(Body(name, 65_536)).Should().BeEmpty();
            ShouldFail(fingerprint, Body(name, 65_537), name.Length + 5 + (3 * 65_536));
        }

        foreach (Fingerprint fingerprint in Sub2Api.Values)
        {
            FluentActions.Invoking(() => fingerprint(Body("messages", 65_536))).Should().NotThrow();
        }

        ShouldFail(Sub2ApiFingerprints.AnthropicChain, Body("messages", 65_537));
        ShouldFail(Sub2ApiFingerprints.GeminiChain, Body("contents", 65_537));
        ShouldFail(body => Sub2ApiFingerprints.SessionHash(body), Body("messages", 65_537));
    }

    [TestMethod]
    public void Nesting_is_taken_to_64_levels_and_no_further()
    {
        static byte[] Nested(string name, int depth) => Encoding.UTF8.GetBytes(
            $$"""{"{{name}}":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""");

        foreach (Fingerprint fingerprint in All.Values)
        {
            fingerprint(Nested("x", 64)).Should().BeEmpty();
            ShouldFail(fingerprint, Nested("x", 65), 5 + 63);
            ShouldFail(fingerprint, Nested("x", 1_000_000), 5 + 63);
        }

        Sub2ApiFingerprints.AnthropicChain(Nested("system", 64)).Should().NotBeEmpty();
        ShouldFail(Sub2ApiFingerprints.AnthropicChain, Nested("system", 65), 10 + 63);
    }

    private static void ShouldFail(Fingerprint fingerprint, byte[] body, int? position = null) =>
        FluentActions.Invoking(() => fingerprint(body))
            .Should().Throw<FormatException>()
            .Which.Message.Should().StartWith(position is null ? "Byte " : $"Byte {position} of the request body: ").And.NotContain("secret");
}
