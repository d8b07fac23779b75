using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>Each rule of what belongs to a conversation, by itself.</summary>
[TestClass]
public sealed class HistoryChainTests
{
    [TestMethod]
    [DataRow("""{}""", "", DisplayName = "no messages")]
    [DataRow("""{"messages":null}""", "", DisplayName = "null messages")]
    [DataRow("""{"messages":[]}""", "", DisplayName = "no message")]
    [DataRow("""{"messages":[{"role":"user","content":"hello"},{"role":"assistant","content":"yes"}]}""", "u:hello a:yes", DisplayName = "texts with the letter of their role")]
    [DataRow("""{"messages":[{"role":"user","content":[{"type":"text","text":"hello"}]}]}""", "u:hello", DisplayName = "a string is one text block")]
    [DataRow("""{"messages":[{"role":"user","content":["hello",{"type":"text","text":"there"}]}]}""", "u:hello u:there", DisplayName = "a segment for each block")]
    [DataRow("""{"messages":[{"role":"user","content":null},{"role":"user"}]}""", "", DisplayName = "no content")]
    [DataRow("""{"messages":[{"content":"hello"}]}""", "u:hello", DisplayName = "no role is the user")]
    [DataRow("""{"messages":[{"content":"yes","role":"assistant"}]}""", "a:yes", DisplayName = "a role after its content")]
    [DataRow("""{"messages":[{"role":"user","content":[{"text":"hello","type":"text"}]}]}""", "u:hello", DisplayName = "a type after its text")]
    [DataRow("""{"m\u0065ssages":[{"rol\u0065":"\u0061ssistant","cont\u0065nt":"\u0079es"}]}""", "a:yes", DisplayName = "words spelt with escapes")]
    [DataRow("""{"messages":[{"role":"user","content":"x"}],"messages":[{"role":"user","content":"y"}]}""", "u:y", DisplayName = "the last of equal names")]
    public void A_chain_has_a_segment_for_each_text(string body, string segments) => ShouldBe(LlmApi.Anthropic, body, segments);

    [TestMethod]
    [DataRow("""[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]""", "u:a", DisplayName = "marks")]
    [DataRow("""[{"type":"text","text":"a","citations":[{"cited_text":"x"}],"annotations":[],"id":"i","status":"done"}]""", "u:a", DisplayName = "citations, annotations, ids, status")]
    [DataRow("""[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"x"},{"type":"reasoning","text":"x"},{"type":"text","text":"a"}]""", "u:a", DisplayName = "thinking and reasoning, redacted too")]
    [DataRow("""[{"type":"text","text":"<system-reminder>x</system-reminder>"},{"type":"text","text":"a"}]""", "u:a", DisplayName = "a block of nothing but a reminder")]
    [DataRow("""[{"type":"text","text":"one <system-reminder>x\ny</system-reminder>two<system-reminder></system-reminder> "}]""", "u:one two", DisplayName = "reminders inside a text")]
    [DataRow("""[{"type":"text","text":"\u003csystem-reminder\u003ex\u003c/system-reminder\u003ea"}]""", "u:a", DisplayName = "reminders spelt with escapes")]
    [DataRow("""[{"type":"text","text":"<system-reminder>x"}]""", "u:<system-reminder>x", DisplayName = "but not a reminder without end")]
    [DataRow("""[{"type":"text","text":"<system-reminder>x<system-reminder>y</system-reminder>z"}]""", "u:z", DisplayName = "a reminder ends at the first end")]
    [DataRow("""[{"type":"text","text":" \r\n\t\u00a0a b\u2003\ufeff "}]""", "u:a b", DisplayName = "white space at the ends, Unicode's too")]
    [DataRow("""[{"type":"text","text":""},{"type":"text","text":"  "},{"type":"text","text":null},{"type":"text"}]""", "", DisplayName = "empty texts")]
    [DataRow("""[{"type":"text","text":"<environment_context>\n  <cwd>x</cwd>"},{"type":"text","text":"a"}]""", "u:a", DisplayName = "Codex's environment")]
    [DataRow("""[{"type":"text","text":" <session_context>\nThis is the Gemini CLI."}]""", "", DisplayName = "Gemini CLI's environment")]
    [DataRow("""[{"type":"text","text":"This is the Qwen Code. We are setting up"}]""", "", DisplayName = "Qwen Code's environment")]
    [DataRow("""[{"type":"text","text":"This is the Gemini CLI. We are setting up"}]""", "", DisplayName = "Gemini CLI's older environment")]
    [DataRow("""[{"type":"text","text":"# AGENTS.md instructions for /x"}]""", "", DisplayName = "Codex's instructions")]
    [DataRow("""[{"type":"text","text":"See <environment_context>"}]""", "u:See <environment_context>", DisplayName = "but not a text that only mentions it")]
    public void What_is_not_said_is_left_out_of_what_the_user_says(string content, string segments) =>
        ShouldBe(LlmApi.Anthropic, $$"""{"messages":[{"role":"user","content":{{content}}}]}""", segments);

    [TestMethod]
    [DataRow("Got it. Thanks for the context!", "", DisplayName = "the canned answer")]
    [DataRow("Got it. Thanks for the context! And now?", "a:Got it. Thanks for the context! And now?", DisplayName = "but not one that goes on")]
    [DataRow("<environment_context>", "a:<environment_context>", DisplayName = "an environment is the user's to describe")]
    public void The_answer_to_an_environment_is_left_out(string text, string segments) =>
        ShouldBe(LlmApi.Anthropic, $$"""{"messages":[{"role":"assistant","content":"{{text}}"}]}""", segments);

    [TestMethod]
    [DataRow("""{"system":"x","tools":[{"name":"f"}],"max_tokens":5,"messages":[{"role":"user","content":"a"}]}""", "u:a", DisplayName = "the system's text, tools and parameters")]
    [DataRow("""{"messages":[{"role":"system","content":"x"},{"content":[{"type":"text","text":"y"}],"role":"developer"},{"role":"user","content":"a"}]}""", "u:a", DisplayName = "wherever it is")]
    public void What_the_developer_says_is_left_out(string body, string segments)
    {
        ShouldBe(LlmApi.Anthropic, body, segments);
        ShouldBe(LlmApi.OpenAIChat, body, segments);
    }

    [TestMethod]
    [DataRow("""[{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]""", "c:t1", DisplayName = "a call by its id")]
    [DataRow("""[{"type":"server_tool_use","id":"t1","name":"f","input":{}},{"type":"mcp_tool_use","id":"t2"}]""", "c:t1 c:t2", DisplayName = "calls of all kinds")]
    [DataRow("""[{"tool_use_id":"t1","type":"tool_result","content":"x","is_error":true}]""", "r:t1", DisplayName = "a result by its call's id")]
    [DataRow("""[{"type":"web_search_tool_result","tool_use_id":"t1","content":[{"type":"x"}]}]""", "r:t1", DisplayName = "results of all kinds")]
    [DataRow("""[{"type":"tool_use","id":"t1"},{"type":"tool_use","id":"t1"},{"type":"tool_result","tool_use_id":"t1"},{"type":"tool_result","tool_use_id":"t1"}]""", "c:t1 r:t1", DisplayName = "each once")]
    [DataRow("""[{"type":"text","text":"x"},{"type":"text","text":"x"}]""", "a:x a:x", DisplayName = "but texts as often as they are said")]
    public void Calls_and_results_are_known_by_their_ids(string content, string segments) =>
        ShouldBe(LlmApi.Anthropic, $$"""{"messages":[{"role":"assistant","content":{{content}}}]}""", segments);

    [TestMethod]
    [DataRow("""{"type":"tool_use","name":"f","input":{"a":[1,"x"]}}""", """{"input" : { "a":[ 1 ,"\u0078"]},"type":"tool_use","name":"f"}""", true, DisplayName = "a call, however it is spelt")]
    [DataRow("""{"type":"tool_use","name":"f","input":{"a":1}}""", """{"type":"tool_use","name":"g","input":{"a":1}}""", false, DisplayName = "not of another name")]
    [DataRow("""{"type":"tool_use","name":"f","input":{"a":1}}""", """{"type":"tool_use","name":"f","input":{"a":2}}""", false, DisplayName = "not with other arguments")]
    [DataRow("""{"type":"tool_use","name":"f","input":[12]}""", """{"type":"tool_use","name":"f","input":[1,2]}""", false, DisplayName = "numbers do not run together")]
    [DataRow("""{"type":"tool_use","name":"f","input":["a\",\"b"]}""", """{"type":"tool_use","name":"f","input":["a","b"]}""", false, DisplayName = "texts do not run together")]
    [DataRow("""{"type":"tool_result","content":"x"}""", """{"type":"tool_result","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}""", true, DisplayName = "a result's string is one text block, marked or not")]
    [DataRow("""{"type":"tool_result","content":"x"}""", """{"type":"tool_result","content":"y"}""", false, DisplayName = "not another content")]
    [DataRow("""{"type":"image","source":{"type":"base64","data":"AA=="}}""", """{"type":"image","cache_control":{"type":"ephemeral"},"source":{"type":"base64","data":"AA=="}}""", true, DisplayName = "an image by its bytes")]
    [DataRow("""{"type":"image","source":{"type":"base64","data":"AA=="}}""", """{"type":"image","source":{"type":"base64","data":"AB=="}}""", false, DisplayName = "not other bytes")]
    [DataRow("""{"type":"document","source":{"type":"url","url":"u"}}""", """{"type":"document","citations":{"enabled":true},"source":{"type":"url","url":"u"},"id":"i"}""", true, DisplayName = "a document without what is not its content")]
    public void What_has_no_id_is_known_by_its_content(string one, string other, bool isSame)
    {
        string first = ChainOf(LlmApi.Anthropic, $$"""{"messages":[{"role":"user","content":[{{one}}]}]}""");
        string second = ChainOf(LlmApi.Anthropic, $$"""{"messages":[{"role":"user","content":[{{other}}]}]}""");

        first.Should().MatchRegex("^[ucr]:[0-9a-z]+$");
        (first == second).Should().Be(isSame);
    }

    [TestMethod]
    [DataRow("""{"role":"assistant","content":"a","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"t2","type":"custom","custom":{"name":"g","input":"x"}}]}""", "a:a c:t1 c:t2", DisplayName = "calls after the content")]
    [DataRow("""{"tool_calls":[{"function":{"name":"f","arguments":"{}"},"id":"t1"}],"content":"a","role":"assistant"}""", "a:a c:t1", DisplayName = "in whatever order they are written")]
    [DataRow("""{"role":"assistant","content":null,"tool_calls":[],"refusal":"no","audio":{"id":"x"}}""", "", DisplayName = "no calls")]
    [DataRow("""{"role":"tool","tool_call_id":"t1","content":"x"}""", "r:t1", DisplayName = "a tool's message")]
    [DataRow("""{"content":[{"type":"text","text":"x"}],"tool_call_id":"t1","role":"tool"}""", "r:t1", DisplayName = "its role last")]
    public void Chat_has_calls_and_results_in_messages_of_their_own(string message, string segments) =>
        ShouldBe(LlmApi.OpenAIChat, $$"""{"messages":[{{message}}]}""", segments);

    [TestMethod]
    public void The_older_form_of_Chats_calls_is_known_by_its_content()
    {
        const string Body = """{"messages":[{"role":"assistant","function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"x"}]}""";

        ChainOf(LlmApi.OpenAIChat, Body).Should().MatchRegex("^c:[0-9a-z]+-r:[0-9a-z]+$");
        ChainOf(LlmApi.OpenAIChat, Body).Should().Be(ChainOf(LlmApi.OpenAIChat, Body.Replace("""{"name":"f","arguments":"{}"}""", """{"arguments" : "{}","name":"f"}""", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("\"a\"", "u:a", DisplayName = "a string")]
    [DataRow("null", "", DisplayName = "null")]
    [DataRow("""[{"role":"user","content":"a"},{"type":"message","role":"assistant","id":"m1","status":"completed","phase":"x","content":[{"type":"output_text","text":"b","annotations":[],"logprobs":[]}]}]""", "u:a a:b", DisplayName = "messages with and without a type")]
    [DataRow("""[{"content":[{"type":"input_text","text":"a"}],"role":"user","type":"message"}]""", "u:a", DisplayName = "written in another order")]
    [DataRow("""[{"type":"message","role":"developer","content":"x"},{"role":"system","content":"x"}]""", "", DisplayName = "not what the developer says")]
    [DataRow("""[{"type":"reasoning","id":"rs1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"x"}]""", "", DisplayName = "not reasoning")]
    [DataRow("""[{"type":"reasoning","content":[{"type":"reasoning_text","text":"x"}],"role":"assistant"}]""", "", DisplayName = "not even with a role")]
    [DataRow("""[{"type":"function_call","id":"fc1","call_id":"t1","name":"f","arguments":"{}","status":"completed"},{"type":"function_call_output","id":"fo1","call_id":"t1","output":"x"}]""", "c:t1 r:t1", DisplayName = "calls and outputs by the call's id")]
    [DataRow("""[{"type":"custom_tool_call","call_id":"t1","name":"f","input":"x"},{"type":"local_shell_call_output","call_id":"t1","output":[{"type":"input_text","text":"x"}]}]""", "c:t1 r:t1", DisplayName = "of all kinds")]
    [DataRow("""[{"type":"web_search_call","id":"ws1","status":"completed","action":{"type":"search"}},{"type":"item_reference","id":"i1"}]""", "c:ws1 c:i1", DisplayName = "by their own where they have no other")]
    public void Responses_has_items(string input, string segments) => ShouldBe(LlmApi.OpenAIResponses, $$"""{"instructions":"x","input":{{input}}}""", segments);

    [TestMethod]
    public void An_item_of_Responses_without_any_id_is_known_by_its_content()
    {
        string chain = ChainOf(LlmApi.OpenAIResponses, """{"input":[{"type":"web_search_call","status":"completed","action":{"query":"x"}}]}""");

        chain.Should().MatchRegex("^c:[0-9a-z]+$");
        chain.Should().Be(ChainOf(LlmApi.OpenAIResponses, """{"input":[{"type":"web_search_call","action":{"query":"x"},"status":"x"}]}"""));
        chain.Should().NotBe(ChainOf(LlmApi.OpenAIResponses, """{"input":[{"type":"web_search_call","action":{"query":"y"}}]}"""));
    }

    [TestMethod]
    [DataRow("""[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"parts":[{"text":"c","thoughtSignature":"s"}],"role":"model"}]""", "u:a u:b a:c", DisplayName = "texts")]
    [DataRow("""[{"role":"model","parts":[{"text":"x","thought":true},{"thought":true,"functionCall":{"id":"t1"}}]}]""", "", DisplayName = "not thoughts")]
    [DataRow("""[{"role":"model","parts":[{"functionCall":{"id":"t1","name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"response":{},"name":"f","id":"t1"}}]}]""", "c:t1 r:t1", DisplayName = "calls and responses by their ids")]
    [DataRow("""[{"role":"model","parts":[{"function_call":{"id":"t1"}}]},{"role":"function","parts":[{"function_response":{"id":"t1"}},{"text":"a"}]}]""", "c:t1 r:t1 u:a", DisplayName = "with underscores, and in the function's name")]
    [DataRow("""[{"parts":null},{},{"role":"user","parts":[{},{"text":""},{"thoughtSignature":"s"}]}]""", "", DisplayName = "nothing")]
    public void Gemini_has_parts(string contents, string segments) => ShouldBe(LlmApi.Gemini, $$"""{"systemInstruction":{"parts":[{"text":"x"}]},"contents":{{contents}}}""", segments);

    [TestMethod]
    public void What_of_Geminis_has_no_id_is_known_by_its_content()
    {
        const string Body = """{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"b":1}}}]}]}""";
        string chain = ChainOf(LlmApi.Gemini, Body);

        chain.Should().MatchRegex("^c:[0-9a-z]+-a:[0-9a-z]+-r:[0-9a-z]+$");
        ChainOf(LlmApi.Gemini, Body.Replace("\"name\":\"f\",\"args\":{\"a\":1}", "\"args\" :{ \"a\":1 },\"name\":\"\\u0066\"", StringComparison.Ordinal)).Should().Be(chain);
        ChainOf(LlmApi.Gemini, Body.Replace("\"a\":1", "\"a\":2", StringComparison.Ordinal)).Should().NotBe(chain);
    }

    [TestMethod]
    public void Text_that_is_not_valid_is_read_as_replacement_characters()
    {
        ChainOf(LlmApi.Anthropic, """{"messages":[{"role":"user","content":"a\ud83d b"}]}""").Should().Be(Chain.Of("u:a\ufffd b"));
        RequestFingerprint.Read(LlmApi.Anthropic, [.. "{\"messages\":[{\"role\":\"user\",\"content\":\"a"u8, 0xFF, .. "\"}]}"u8]).Chain.Should().MatchRegex("^u:[0-9a-z]+$");
    }

    [TestMethod]
    public void A_chain_ends_before_64_KB_and_begins_as_the_shorter_one()
    {
        static string Body(int messages) => "{\"messages\":[" + string.Join(',', Enumerable.Range(0, messages).Select(i => $$"""{"role":"user","content":"{{i}}"}""")) + "]}";

        string chain = ChainOf(LlmApi.OpenAIChat, Body(10_000));

        chain.Length.Should().BeInRange((64 * 1024) - 32, 64 * 1024);
        ChainOf(LlmApi.OpenAIChat, Body(20_000)).Should().Be(chain);
        Chain.IsPrefix(ChainOf(LlmApi.OpenAIChat, Body(1_000)), chain).Should().BeTrue();
    }

    private static void ShouldBe(LlmApi api, string body, string segments) =>
        ChainOf(api, body).Should().Be(Chain.Of(Split(segments)));

    // Texts have spaces, too: a segment begins with a letter and a colon.
    private static string[] Split(string segments) =>
        segments.Length == 0 ? [] : System.Text.RegularExpressions.Regex.Split(segments, " (?=[uacr]:)");

    private static string ChainOf(LlmApi api, string body) => RequestFingerprint.Read(api, Encoding.UTF8.GetBytes(body)).Chain;
}
