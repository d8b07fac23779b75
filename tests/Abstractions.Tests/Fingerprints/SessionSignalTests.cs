using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

[TestClass]
public sealed class SessionSignalTests
{
    private const string Uuid = "123e4567-e89b-12d3-a456-426614174074";
    private static readonly string HexDigits = new('a', 64);

    [TestMethod]
    [DataRow("""{"metadata":{"user_id":"user_HEX_account__session_ID"}}""", Uuid, DisplayName = "Claude Code 1 and 2.0")]
    [DataRow("""{"metadata":{"user_id":"{\"device_id\":\"d\",\"account_uuid\":\"\",\"session_id\":\"ID\"}"}}""", Uuid, DisplayName = "Claude Code 2.1")]
    [DataRow("""{"metadata":{"user_id":"{\"session_id\":\"s\u00e9\"}"}}""", "sé", DisplayName = "a session of any text")]
    [DataRow("""{"metadata":{"user_id":"{\"session_id\":5}"}}""", null, DisplayName = "not a number")]
    [DataRow("""{"metadata":{"user_id":"{anonymous}"}}""", null, DisplayName = "a user's name in braces")]
    [DataRow("""{"metadata":{"user_id":"someone"}}""", null, DisplayName = "a user's name")]
    [DataRow("""{"metadata":{"user_id":"x_session_123"}}""", null, DisplayName = "no UUID")]
    [DataRow("""{"metadata":{"user_id":"x_session_IDx"}}""", null, DisplayName = "not at the end")]
    [DataRow("""{"metadata":"x","prompt_cache_key":"p"}""", "p", DisplayName = "a cache key")]
    [DataRow("""{"prompt_cache_key":"p","metadata":{"user_id":"_session_ID"}}""", Uuid, DisplayName = "the user id is stronger, wherever it is")]
    [DataRow("""{"prompt_cache_key":"p","metadata":{"user_id":"someone"}}""", "p", DisplayName = "unless it names no session")]
    [DataRow("""{"conversation":"c","prompt_cache_key":"p"}""", "p", DisplayName = "the cache key is stronger than the conversation")]
    [DataRow("""{"conversation":"c"}""", "c", DisplayName = "a conversation")]
    [DataRow("""{"conversation":{"x":1,"id":"c"}}""", "c", DisplayName = "a conversation's id")]
    [DataRow("""{"conversation":7,"prompt_cache_key":"","metadata":null}""", null, DisplayName = "values of other kinds")]
    [DataRow("""{"messages":[{"role":"user","content":"the same"}],"system":[{"text":"x","cache_control":{"type":"ephemeral"}}]}""", null, DisplayName = "nothing is guessed from content")]
    public void The_body_names_the_session(string body, string? session) =>
        Read(body.Replace("ID", Uuid, StringComparison.Ordinal).Replace("HEX", HexDigits, StringComparison.Ordinal)).SessionId.Should().Be(session);

    [TestMethod]
    public void A_header_is_stronger_than_the_body_and_the_first_of_them_strongest()
    {
        const string Body = """{"prompt_cache_key":"p"}""";
        string[] names = ["x-claude-code-session-id", "session-id", "session_id", "thread-id", "conversation_id", "x-session-id", "x-session-affinity"];
        SessionSignals.Default.Headers.Should().Equal(names);
        for (int strongest = 0; strongest < names.Length; strongest++)
        {
            Read(Body, name => Array.IndexOf(names, name) >= strongest ? name + "'s" : null).SessionId.Should().Be(names[strongest] + "'s");
        }

        Read(Body, _ => " ").SessionId.Should().Be("p", "an empty header names nothing");
    }

    [TestMethod]
    public void A_client_of_ones_own_can_be_taught()
    {
        var signals = new SessionSignals { Headers = ["x-mine", .. SessionSignals.Default.Headers], BodyFields = ["extra.session", .. SessionSignals.Default.BodyFields] };

        Read("""{"prompt_cache_key":"p"}""", name => name == "x-mine" ? "m" : null, signals).SessionId.Should().Be("m");
        Read("""{"prompt_cache_key":"p","extra":{"session":"e"}}""", null, signals).SessionId.Should().Be("e");
        Read("""{"prompt_cache_key":"p"}""", null, signals).SessionId.Should().Be("p");
        Read("""{"prompt_cache_key":"p"}""", _ => "h", new SessionSignals { Headers = [], BodyFields = [] }).SessionId.Should().BeNull();
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a.b.c")]
    [DataRow(".b")]
    public void A_name_that_is_none_is_refused(string name)
    {
        FluentActions.Invoking(() => new SessionSignals { BodyFields = [name] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new SessionSignals { BodyFields = [null!] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new SessionSignals { Headers = [""] }).Should().Throw<ArgumentException>();
    }

    [TestMethod]
    public void The_sessions_of_two_tenants_or_two_APIs_never_meet()
    {
        const string Body = """{"prompt_cache_key":"p"}""";
        string?[] hashes =
        [
            Read(Body).SessionHash("a"), Read(Body).SessionHash("b"), Read("""{"prompt_cache_key":"q"}""").SessionHash("a"),
            RequestFingerprint.Read(LlmApi.OpenAIChat, Encoding.UTF8.GetBytes(Body)).SessionHash("a"),

            // Where one ends and the other begins is part of it.
            Read("""{"prompt_cache_key":"b:c"}""").SessionHash("a"), Read("""{"prompt_cache_key":"c"}""").SessionHash("a:b"),
        ];

        hashes.Should().OnlyHaveUniqueItems().And.OnlyContain(hash => hash!.Length == 22);
        Read(Body).SessionHash("a").Should().Be("QrHzhx2S28XpIQLCKQHrEw", "the key is wire format: gateways of all versions share it");
        Read("{}").SessionHash("a").Should().BeNull();
    }

    [TestMethod]
    public void A_tenant_that_is_none_is_refused()
    {
        foreach (string tenant in new[] { string.Empty, new string('a', 1_025), "\ud800" })
        {
            FluentActions.Invoking(() => Read("{}").SessionHash(tenant)).Should().Throw<ArgumentException>().WithParameterName("tenant");
        }
    }

    private static RequestFingerprint Read(string body, Func<string, string?>? header = null, SessionSignals? signals = null) =>
        RequestFingerprint.Read(LlmApi.OpenAIResponses, Encoding.UTF8.GetBytes(body), header, signals: signals);
}
