using System.Text;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

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
    [DataRow("""{"contents":[{},{}],"contents":[{"role":"model"}]}""", new[] { "m:null" }, DisplayName = "there are as many as came last")]
    [DataRow("""{"contents":[{"role":"model","parts":[{"text":"x"}]}],"contents":[{"parts":[{"thought":true}]}]}""", new[] { "m:[{\"text\":\"x\",\"thought\":true}]" }, DisplayName = "later contents are read into those at their place")]
    [DataRow("""{"contents":[{"role":"model"}],"contents":[null,{}]}""", new[] { "m:null", "u:null" }, DisplayName = "a null leaves a content as it was")]
    [DataRow("""{"contents":[{"role":"model"}],"contents":[],"contents":[{}]}""", new[] { "u:null" }, DisplayName = "an empty list clears")]
    [DataRow("""{"contents":[{"parts":[{"text":"a"},{"text":"b"}],"parts":[{}],"parts":[{},{}]}]}""", new[] { "u:[{\"text\":\"a\"},{\"text\":\"b\"}]" }, DisplayName = "what a shorter list left out comes back with a longer one")]
    [DataRow("""{"systemInstruction":{"parts":[{"text":"x"}]},"systemInstruction":{"role":"user"}}""", new[] { "s:[{\"text\":\"x\"}]" }, DisplayName = "a later system is read into the one before")]
    [DataRow("""{"CONTENTS":[{"Role":"model","pARTS":[{"TEXT":"x","ThoughtSignature":"y"}]}],"SystemINSTRUCTION":{"parts":[{}]}}""", new[] { "s:[{}]", "m:[{\"text\":\"x\",\"thoughtSignature\":\"y\"}]" }, DisplayName = "names in any case")]
    [DataRow("""{"cont\u0045nts":[{"\u0052ole":"mod\u0065l"}]}""", new[] { "m:null" }, DisplayName = "words spelt with escapes, in any case")]
    [DataRow("""{"generationConfig":{"x":1e999},"contents":[{"extra":1e999,"parts":[{"extra":[1e999]}]}]}""", new[] { "u:[{}]" }, DisplayName = "numbers that nobody reads may be out of range")]
    public void A_chain_has_the_system_and_each_content(string body, string[] segments) =>
        Sub2ApiFingerprints.GeminiChain(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of(segments));

    [TestMethod]
    [DataRow("""{"text":""}""", Empty, DisplayName = "an empty text")]
    [DataRow("""{"text":"x","text":null}""", """{"text":"x"}""", DisplayName = "null leaves a text as it was")]
    [DataRow("""{"text":"x","text":""}""", Empty, DisplayName = "an empty text does not")]
    [DataRow("""{"thought":false}""", Empty, DisplayName = "no thought")]
    [DataRow("""{"thought":true,"thought":null}""", """{"thought":true}""", DisplayName = "null leaves a flag as it was")]
    [DataRow("""{"functionResponse":{},"functionCall":{},"inlineData":{},"thoughtSignature":"s","thought":true,"text":"<"}""", """{"text":"\u003c","thought":true,"thoughtSignature":"s","inlineData":{"mimeType":"","data":""},"functionCall":{"name":""},"functionResponse":{"name":"","response":null}}""", DisplayName = "all fields, in the struct's order")]
    [DataRow("""{"inlineData":{"data":"AA==","x":1,"mimetype":"image/png"}}""", """{"inlineData":{"mimeType":"image/png","data":"AA=="}}""", DisplayName = "inline data")]
    [DataRow("""{"inlineData":{"data":"AA=="},"inlineData":null}""", Empty, DisplayName = "null clears a struct")]
    [DataRow("""{"inlineData":{"data":"AA=="},"inlineData":{"mimeType":"x"}}""", """{"inlineData":{"mimeType":"x","data":"AA=="}}""", DisplayName = "a later struct is read into the one before")]
    [DataRow("""{"inlineData":{"data":"AA=="},"inlineData":null,"inlineData":{"mimeType":"x"}}""", """{"inlineData":{"mimeType":"x","data":""}}""", DisplayName = "unless null was between")]
    [DataRow("""{"functionCall":{"name":"f","id":"i"},"functionCall":{"args":{"b":1},"id":"j"}}""", """{"functionCall":{"name":"f","args":{"b":1},"id":"j"}}""", DisplayName = "a later call too")]
    [DataRow("""{"functionCall":{"args":{"a":1}},"functionCall":{"args":{"b":1}}}""", """{"functionCall":{"name":"","args":{"b":1}}}""", DisplayName = "args are replaced")]
    [DataRow("""{"functionResponse":{"response":{"a":1,"b":{"x":1}}},"functionResponse":{"response":{"b":{"y":1},"c":2}}}""", """{"functionResponse":{"name":"","response":{"a":1,"b":{"y":1},"c":2}}}""", DisplayName = "the members of a response are joined, one level deep")]
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

        Sub2ApiFingerprints.GeminiChain(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of($$"""u:[{{expected}},{"text":"next"}]"""));
    }

    [TestMethod]
    public void Fields_nobody_knows_their_order_and_their_spacing_do_not_matter() =>
        Gen.Select(RandomJson.AnyText, RandomJson.AnyObject, RandomJson.Any, Gen.Int, Gen.Int).Sample((text, args, other, one, two) =>
        {
            string quoted = ReferenceJson.Quoted(text);
            string plain = $$"""{"contents":[{"role":"model","parts":[{"text":{{quoted}},"functionCall":{"name":{{quoted}},"args":{{args.Write(one, reorder: true)}} } }]}]}""";
            string dressed = $$"""{"x":{{other.Write(one, reorder: true)}}, "contents":[ {"parts" : [{"functionCall":{"args":{{args.Write(two, reorder: true)}}, "name":{{quoted}}}, "y":[], "text":{{quoted}} }], "role":"model"} ]}""";
            return Sub2ApiFingerprints.GeminiChain(Encoding.UTF8.GetBytes(plain)) == Sub2ApiFingerprints.GeminiChain(Encoding.UTF8.GetBytes(dressed));
        });
}
