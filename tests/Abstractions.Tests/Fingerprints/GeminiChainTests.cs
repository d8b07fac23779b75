using System.Text;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

[TestClass]
public sealed class GeminiChainTests
{
    private const string Empty = "{}";

    [TestMethod]
    [DataRow("{}", new string[0], DisplayName = "nothing")]
    [DataRow("""{"contents":null,"systemInstruction":null}""", new string[0], DisplayName = "nulls")]
    [DataRow("""{"contents":[null]}""", new[] { "u:null" }, DisplayName = "a null content")]
    [DataRow("""{"contents":[{},{"parts":null},{"parts":[]},{"parts":[null]}]}""", new[] { "u:null", "u:null", "u:[]", "u:[{}]" }, DisplayName = "absent, null and empty parts")]
    [DataRow("""{"contents":[{"role":"model"},{"role":"Model"},{"role":null},{"role":"model","role":null}]}""", new[] { "m:null", "u:null", "u:null", "m:null" }, DisplayName = "roles")]
    [DataRow("""{"systemInstruction":{"parts":[]}}""", new string[0], DisplayName = "a system without parts")]
    [DataRow("""{"systemInstruction":{"role":"model","parts":[{"text":"x"}]},"contents":[]}""", new[] { "s:[{\"text\":\"x\"}]" }, DisplayName = "a system")]
    [DataRow("""{"systemInstruction":{"parts":[{}]},"systemInstruction":null}""", new string[0], DisplayName = "a later null clears")]
    [DataRow("""{"contents":[{}],"contents":[{"role":"model"}]}""", new[] { "m:null" }, DisplayName = "later contents replace")]
    [DataRow("""{"CONTENTS":[{"Role":"model","pARTS":[{"TEXT":"x","ThoughtSignature":"y"}]}],"SystemINSTRUCTION":{"parts":[{}]}}""", new[] { "s:[{}]", "m:[{\"text\":\"x\",\"thoughtSignature\":\"y\"}]" }, DisplayName = "names in any case")]
    [DataRow("""{"cont\u0045nts":[{"\u0052ole":"mod\u0065l"}]}""", new[] { "m:null" }, DisplayName = "words spelt with escapes, in any case")]
    [DataRow("""{"generationConfig":{"x":1e999},"contents":[{"extra":1e999,"parts":[{"extra":[1e999]}]}]}""", new[] { "u:[{}]" }, DisplayName = "numbers that nobody reads may be out of range")]
    public void A_chain_has_the_system_and_each_content(string body, string[] segments) =>
        DigestChain.ForGemini(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of(segments));

    [TestMethod]
    [DataRow("""{"text":""}""", Empty, DisplayName = "an empty text")]
    [DataRow("""{"text":"x","text":null}""", """{"text":"x"}""", DisplayName = "null leaves a text as it was")]
    [DataRow("""{"text":"x","text":""}""", Empty, DisplayName = "an empty text does not")]
    [DataRow("""{"thought":false}""", Empty, DisplayName = "no thought")]
    [DataRow("""{"thought":true,"thought":null}""", """{"thought":true}""", DisplayName = "null leaves a flag as it was")]
    [DataRow("""{"functionResponse":{},"functionCall":{},"inlineData":{},"thoughtSignature":"s","thought":true,"text":"<"}""", """{"text":"\u003c","thought":true,"thoughtSignature":"s","inlineData":{"mimeType":"","data":""},"functionCall":{"name":""},"functionResponse":{"name":"","response":null}}""", DisplayName = "all fields, in the struct's order")]
    [DataRow("""{"inlineData":{"data":"AA==","x":1,"mimetype":"image/png"}}""", """{"inlineData":{"mimeType":"image/png","data":"AA=="}}""", DisplayName = "inline data")]
    [DataRow("""{"inlineData":{"data":"AA=="},"inlineData":null}""", Empty, DisplayName = "null clears a struct")]
    [DataRow("""{"inlineData":{"data":"AA=="},"inlineData":{"mimeType":"x"}}""", """{"inlineData":{"mimeType":"x","data":""}}""", DisplayName = "a later struct replaces")]
    [DataRow("""{"functionCall":{"id":"i","args":{"b":1,"a":2},"name":"f"}}""", """{"functionCall":{"name":"f","args":{"a":2,"b":1},"id":"i"}}""", DisplayName = "a call")]
    [DataRow("""{"functionCall":{"args":{}}}""", """{"functionCall":{"name":"","args":{}}}""", DisplayName = "empty args stay")]
    [DataRow("""{"functionCall":{"args":false,"id":""}}""", """{"functionCall":{"name":"","args":false}}""", DisplayName = "args of any type stay, an empty id does not")]
    [DataRow("""{"functionCall":{"args":1,"args":null}}""", """{"functionCall":{"name":""}}""", DisplayName = "null clears args")]
    [DataRow("""{"functionResponse":{"response":{"z":1,"a":{}},"name":"f","id":"i"}}""", """{"functionResponse":{"name":"f","response":{"a":{},"z":1},"id":"i"}}""", DisplayName = "a response")]
    [DataRow("""{"functionResponse":{"response":{},"response":null}}""", """{"functionResponse":{"name":"","response":null}}""", DisplayName = "null clears a response")]
    [DataRow("""{"executableCode":{"code":"x"},"fileData":1}""", Empty, DisplayName = "other fields")]
    public void A_part_is_reduced_to_the_fields_of_the_original(string part, string expected)
    {
        string body = $$"""{"contents":[{"parts":[{{part}}, {"text":"next"}]}]}""";

        DigestChain.ForGemini(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of($$"""u:[{{expected}},{"text":"next"}]"""));
    }

    [TestMethod]
    public void Fields_nobody_knows_their_order_and_their_spacing_do_not_matter() =>
        Gen.Select(RandomJson.AnyText, RandomJson.AnyObject, RandomJson.Any, Gen.Int, Gen.Int).Sample((text, args, other, one, two) =>
        {
            string quoted = ReferenceJson.Quoted(text);
            string plain = $$"""{"contents":[{"role":"model","parts":[{"text":{{quoted}},"functionCall":{"name":{{quoted}},"args":{{args.Write(one, reorder: true)}} } }]}]}""";
            string dressed = $$"""{"x":{{other.Write(one, reorder: true)}}, "contents":[ {"parts" : [{"functionCall":{"args":{{args.Write(two, reorder: true)}}, "name":{{quoted}}}, "y":[], "text":{{quoted}} }], "role":"model"} ]}""";
            return DigestChain.ForGemini(Encoding.UTF8.GetBytes(plain)) == DigestChain.ForGemini(Encoding.UTF8.GetBytes(dressed));
        });
}
