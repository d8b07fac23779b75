using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

[TestClass]
public sealed class RequestFingerprintTests
{
    [TestMethod]
    public void One_reading_gives_all_that_a_gateway_has_to_know()
    {
        var fingerprint = RequestFingerprint.Read(
            LlmApi.OpenAIResponses,
            """{"model":"gpt-5","input":[{"role":"user","content":"hello"}],"previous_response_id":"resp_1"}"""u8,
            name => name == "session-id" ? "s" : null);

        fingerprint.Api.Should().Be(LlmApi.OpenAIResponses);
        fingerprint.Model.Should().Be("gpt-5");
        fingerprint.SessionId.Should().Be("s");
        fingerprint.Chain.Should().Be(Chain.Of("u:hello"));
        fingerprint.ObjectIds.Should().Equal("resp_1");
    }

    [TestMethod]
    [DataRow(LlmApi.Anthropic, """{"model":"m"}""", null, "m")]
    [DataRow(LlmApi.Anthropic, """{"model":"m"}""", "path", "m", DisplayName = "the body's")]
    [DataRow(LlmApi.Anthropic, """{"model":null}""", "path", "path", DisplayName = "the caller's, where the body has none")]
    [DataRow(LlmApi.Gemini, """{"model":"m"}""", "path", "path", DisplayName = "the caller's for Gemini")]
    [DataRow(LlmApi.Gemini, "{}", null, null)]
    [DataRow(LlmApi.OpenAIChat, """{"mod\u0065l":"\u006d"}""", null, "m")]
    public void The_model_is_the_bodys_or_the_paths(LlmApi api, string body, string? path, string? model) =>
        RequestFingerprint.Read(api, Encoding.UTF8.GetBytes(body), model: path).Model.Should().Be(model);

    [TestMethod]
    [DataRow(LlmApi.OpenAIResponses, """{"previous_response_id":"r","conversation":"c"}""", "r c")]
    [DataRow(LlmApi.OpenAIResponses, """{"conversation":{"id":"c"}}""", "c")]
    [DataRow(LlmApi.OpenAIResponses, """{"tools":[{"type":"code_interpreter","container":"ct"},{"type":"code_interpreter","container":{"type":"auto","file_ids":["f1","f2"]}}]}""", "ct f1 f2")]
    [DataRow(LlmApi.OpenAIResponses, """{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f1"},{"type":"input_image","file_id":"f2"}]},{"type":"code_interpreter_call","id":"i","container_id":"ct"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"f3"}]}]}""", "f1 f2 ct f3")]
    [DataRow(LlmApi.OpenAIChat, """{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f1"}}]}]}""", "f1")]
    [DataRow(LlmApi.Anthropic, """{"container":"ct","messages":[{"content":[{"type":"document","source":{"type":"file","file_id":"f1"}},{"type":"container_upload","file_id":"f2"}],"role":"user"}]}""", "ct f1 f2")]
    [DataRow(LlmApi.Anthropic, """{"container":{"id":"ct","skills":[]},"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"file","file_id":"f1"}}]}]}]}""", "ct f1")]
    [DataRow(LlmApi.Gemini, """{"cachedContent":"cachedContents/x","contents":[{"parts":[{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/f1"}},{"file_data":{"file_uri":"u2"}}]}]}""", "cachedContents/x https://generativelanguage.googleapis.com/v1beta/files/f1 u2")]
    [DataRow(LlmApi.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"https://www.youtube.com/watch?v=x"}},{"fileData":{"fileUri":"https://youtu.be/x"}}]}]}""", "", DisplayName = "a video on YouTube lives on no account")]
    [DataRow(LlmApi.OpenAIResponses, """{"previous_response_id":null,"conversation":7,"container":[],"tools":"x"}""", "", DisplayName = "values of other kinds")]
    [DataRow(LlmApi.Anthropic, """{"tools":[{"input_schema":{"properties":{"file_id":{"type":"string"},"container":{"type":"string"}}}}],"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","input":{"file_id":"mine"}},{"type":"tool_use","name":"f","input":{"file_id":"mine"}}]}]}""", "", DisplayName = "a tool's own arguments")]
    [DataRow(LlmApi.OpenAIResponses, """{"previous_response_id":"r","input":[{"role":"user","content":[{"type":"input_file","file_id":"r"}]}]}""", "r", DisplayName = "each once")]
    public void The_objects_that_live_on_one_account_are_named(LlmApi api, string body, string ids) =>
        RequestFingerprint.Read(api, Encoding.UTF8.GetBytes(body)).ObjectIds.Should().Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [TestMethod]
    public void An_id_past_1024_bytes_is_no_providers_and_more_than_1024_are_refused()
    {
        static string Body(IEnumerable<string> ids) =>
            "{\"input\":[{\"role\":\"user\",\"content\":[" + string.Join(',', ids.Select(id => $$"""{"type":"input_file","file_id":"{{id}}"}""")) + "]}]}";

        Read(Body([new string('a', 1_025), new string('b', 1_024)])).ObjectIds.Should().Equal(new string('b', 1_024));
        Read(Body(Enumerable.Range(0, 2_048).Select(i => $"f{i % 1_024}"))).ObjectIds.Should().HaveCount(1_024);
        FluentActions.Invoking(() => Read(Body(Enumerable.Range(0, 1_025).Select(i => $"f{i}")))).Should().Throw<FormatException>().WithMessage("*1,024 objects*");

        static RequestFingerprint Read(string body) => RequestFingerprint.Read(LlmApi.OpenAIResponses, Encoding.UTF8.GetBytes(body));
    }

    [TestMethod]
    public void An_argument_that_is_none_is_refused()
    {
        foreach (string model in new[] { string.Empty, new string('m', 1_025), "\ud800" })
        {
            FluentActions.Invoking(() => RequestFingerprint.Read(LlmApi.Gemini, "{}"u8, model: model)).Should().Throw<ArgumentException>().WithParameterName("model");
        }

        FluentActions.Invoking(() => RequestFingerprint.Read((LlmApi)4, "{}"u8)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("api");
    }
}
