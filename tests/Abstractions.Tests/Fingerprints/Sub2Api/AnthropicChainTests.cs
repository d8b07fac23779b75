using System.Text;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

[TestClass]
public sealed class AnthropicChainTests
{
    [TestMethod]
    [DataRow("{}", new string[0], DisplayName = "nothing")]
    [DataRow("""{"messages":[{"role":"user","content":"x"}],"system":"y"}""", new[] { "s:\"y\"", "u:\"x\"" }, DisplayName = "system first, wherever it stands")]
    [DataRow("""{"system":null}""", new string[0], DisplayName = "a null system")]
    [DataRow("""{"system":"","messages":[]}""", new[] { "s:\"\"" }, DisplayName = "an empty system is there")]
    [DataRow("""{"system":"y","system":null}""", new string[0], DisplayName = "a later null system")]
    [DataRow("""{"system":null,"system":[]}""", new[] { "s:[]" }, DisplayName = "a later system")]
    [DataRow("""{"messages":[{}],"messages":7}""", new string[0], DisplayName = "later messages that are none")]
    [DataRow("""{"messages":[{"content":1}],"messages":[{"content":2}]}""", new[] { "u:2" }, DisplayName = "later messages")]
    [DataRow("""{"messages":{"role":"user"}}""", new string[0], DisplayName = "messages that are no array")]
    [DataRow("""{"messages":[1,"x",null,[{}],{"content":2}]}""", new[] { "u:2" }, DisplayName = "elements that are no objects")]
    [DataRow("""{"messages":[{},{"role":"assistant"}]}""", new[] { "u:null", "a:null" }, DisplayName = "an absent content is null")]
    [DataRow("""{"messages":[{"role":"assistant","content":1,"role":5}]}""", new[] { "u:1" }, DisplayName = "a later role of another type")]
    [DataRow("""{"messages":[{"role":5,"role":"assistant","content":1,"content":2}]}""", new[] { "a:2" }, DisplayName = "a later role and content")]
    [DataRow("""{"messages":[{"role":"Assistant","content":1},{"role":"tool","content":1}]}""", new[] { "u:1", "u:1" }, DisplayName = "every other role is the user")]
    [DataRow("""{"m\u0065ssages":[{"rol\u0065":"\u0061ssistant","cont\u0065nt":1}]}""", new[] { "a:1" }, DisplayName = "words spelt with escapes")]
    [DataRow("""{"Messages":[{"content":1}],"SYSTEM":1,"Syst\u0065m":2}""", new string[0], DisplayName = "names match exactly")]
    public void A_chain_has_the_system_and_each_message(string body, string[] segments) =>
        Sub2ApiFingerprints.AnthropicChain(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of(segments));

    [TestMethod]
    public void The_chain_of_a_conversations_start_begins_the_chain_of_the_whole() =>
        Gen.Select(RandomJson.Any.Array[0, 6], RandomJson.AnyText, Gen.Int[0, 6], Gen.Int).Sample((contents, system, cut, seed) =>
        {
            byte[] Body(int count) => Encoding.UTF8.GetBytes(
                $$"""{"system":{{ReferenceJson.Quoted(system)}},"messages":[{{string.Join(',', contents.Take(count).Select((content, i) =>
                    $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":{{content.Write(seed + count, reorder: true)}}}"""))}}]}""");

            string whole = Sub2ApiFingerprints.AnthropicChain(Body(contents.Length));
            return Chain.IsPrefix(Sub2ApiFingerprints.AnthropicChain(Body(cut)), whole) && whole.Split('-').Length == contents.Length + 1;
        });

    [TestMethod]
    public void Each_segment_is_the_naive_reference_hashed() =>
        Gen.Select(RandomJson.Any, RandomJson.Any, Gen.Int).Sample((system, content, seed) =>
        {
            string systemText = system.Write(seed, reorder: false);
            string contentText = content.Write(seed, reorder: false);
            string canonicalSystem = ReferenceJson.Of(systemText);
            string chain = Sub2ApiFingerprints.AnthropicChain(
                Encoding.UTF8.GetBytes($$"""{ "messages" : [ { "content" : {{contentText}} } ] , "system":{{systemText}} }"""));
            string[] expected = ["s:" + canonicalSystem, "u:" + ReferenceJson.Of(contentText)];
            return chain == Chain.Of(canonicalSystem == "null" ? expected[1..] : expected);
        });
}
