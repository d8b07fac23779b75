using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

[TestClass]
public sealed class OpenAIChainTests
{
    [TestMethod]
    [DataRow("{}", new string[0], DisplayName = "nothing")]
    [DataRow("""{"messages":[{"role":"system","content":"a"},{"role":"developer","content":"b"}]}""", new[] { "s:\"a\"", "s:\"b\"" }, DisplayName = "system and developer")]
    [DataRow("""{"messages":[{"role":"user","content":"a"},{"role":"x","content":"b"},{"content":"c"}]}""", new[] { "u:\"a\"", "u:\"b\"", "u:\"c\"" }, DisplayName = "user and all others")]
    [DataRow("""{"messages":[{"role":"tool","tool_call_id":"i","content":"a"},{"role":"function","name":"f","content":"b"}]}""", new[] { "t:\"a\"", "t:\"b\"" }, DisplayName = "tool and function")]
    [DataRow("""{"messages":[{"role":"assistant"},{"role":"assistant","content":null}]}""", new[] { "a:null", "a:null" }, DisplayName = "no content")]
    [DataRow("""{"messages":[{"role":"assistant","content":"a","refusal":null,"annotations":[],"audio":null,"tool_calls":[],"function_call":null}]}""", new[] { "a:\"a\"" }, DisplayName = "what clients add or drop")]
    [DataRow("""{"messages":[{"role":"assistant","tool_calls":[{"type":"function","id":"i","function":{"name":"f","arguments":"{}"}}]}]}""", new[] { "a:{\"content\":null,\"tool_calls\":[{\"function\":{\"arguments\":\"{}\",\"name\":\"f\"},\"id\":\"i\",\"type\":\"function\"}]}" }, DisplayName = "tool calls")]
    [DataRow("""{"messages":[{"tool_calls":[1],"content":"a","function_call":{"name":"f"},"role":"assistant"}]}""", new[] { "a:{\"content\":\"a\",\"function_call\":{\"name\":\"f\"},\"tool_calls\":[1]}" }, DisplayName = "calls of both kinds, in one order")]
    [DataRow("""{"messages":[{"tool_calls":[1],"tool_calls":null,"content":"a","content":"b"}]}""", new[] { "u:\"b\"" }, DisplayName = "the last of equal names")]
    [DataRow("""{"messages":[1,null,"x",[]],"system":"no"}""", new string[0], DisplayName = "elements that are no objects")]
    [DataRow("""{"messages":"x"}""", new string[0], DisplayName = "messages that are no array")]
    public void A_chat_chain_has_each_message(string body, string[] segments) =>
        DigestChain.ForOpenAIChat(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of(segments));

    [TestMethod]
    [DataRow("{}", new string[0], DisplayName = "nothing")]
    [DataRow("""{"input":"x","instructions":"y"}""", new[] { "s:\"y\"", "u:\"x\"" }, DisplayName = "instructions first")]
    [DataRow("""{"instructions":null,"input":null}""", new string[0], DisplayName = "nulls")]
    [DataRow("""{"input":[{"role":"user","content":"x"}]}""", new[] { "u:\"x\"" }, DisplayName = "a message equals a string")]
    [DataRow("""{"input":[{"type":"message","role":"developer","content":"x"},{"role":"system","content":"y"}]}""", new[] { "s:\"x\"", "s:\"y\"" }, DisplayName = "system and developer")]
    [DataRow("""{"input":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"x"}]}]}""", new[] { "a:[{\"text\":\"x\",\"type\":\"output_text\"}]" }, DisplayName = "a message played back")]
    [DataRow("""{"input":[{"type":"function_call","id":"fc_1","status":"completed","call_id":"c","name":"f","arguments":"{}"}]}""", new[] { "a:{\"arguments\":\"{}\",\"call_id\":\"c\",\"name\":\"f\",\"type\":\"function_call\"}" }, DisplayName = "a call, without its identity")]
    [DataRow("""{"input":[{"type":"function_call_output","id":"o","call_id":"c","output":"1","status":null}]}""", new[] { "t:{\"call_id\":\"c\",\"output\":\"1\",\"type\":\"function_call_output\"}" }, DisplayName = "a call's output")]
    [DataRow("""{"input":[{"type":"reasoning","id":"r","summary":[{"id":"kept","type":"summary_text","text":"x"}]}]}""", new[] { "a:{\"summary\":[{\"id\":\"kept\",\"text\":\"x\",\"type\":\"summary_text\"}],\"type\":\"reasoning\"}" }, DisplayName = "reasoning; identity is dropped at the item's own level only")]
    [DataRow("""{"input":[{"type":"web_search_call","id":"w","action":{}},{"type":"computer_call_output","output":{}}]}""", new[] { "a:{\"action\":{},\"type\":\"web_search_call\"}", "t:{\"output\":{},\"type\":\"computer_call_output\"}" }, DisplayName = "other calls and outputs")]
    [DataRow("""{"input":[{"type":"item_reference","id":"msg_1"}]}""", new[] { "a:{\"id\":\"msg_1\",\"type\":\"item_reference\"}" }, DisplayName = "a reference keeps its id")]
    [DataRow("""{"input":[1,"x",null,{"role":"assistant"}]}""", new[] { "a:null" }, DisplayName = "elements that are no objects")]
    [DataRow("""{"input":"x","input":[]}""", new string[0], DisplayName = "the last of equal names")]
    public void A_responses_chain_has_the_instructions_and_each_item(string body, string[] segments) =>
        DigestChain.ForOpenAIResponses(Encoding.UTF8.GetBytes(body)).Should().Be(Chain.Of(segments));

    [TestMethod]
    [DataRow("""{"input":{"role":"user"}}""")]
    [DataRow("""{"input":true}""")]
    [DataRow("""{"input":1.5}""")]
    public void An_input_that_is_neither_string_nor_list_is_refused(string body) =>
        FluentActions.Invoking(() => DigestChain.ForOpenAIResponses(Encoding.UTF8.GetBytes(body)))
            .Should().Throw<FormatException>().WithMessage("Byte 9 of the request body, at input: *");
}
