using System.Text;

namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

[TestClass]
public sealed class SessionHashTests
{
    private const string Id = "123e4567-e89b-12d3-a456-426614174074";

    [TestMethod]
    [DataRow("""{"metadata":{"user_id":"user_a_account__session_ID"}}""", DisplayName = "at the end")]
    [DataRow("""{"messages":[{"content":"x"}],"metadata":{"user_id":"session_IDabc"}}""", DisplayName = "36 characters of more, after messages")]
    [DataRow("""{"metadata":{"user_id":"session_short session_session_ID"}}""", DisplayName = "the first that fits")]
    [DataRow("""{"metadata":{"user_id":"s\u0065ssion_ID"}}""", DisplayName = "decoded")]
    [DataRow("""{"metadata":{"user_id":"x","user_id":"session_ID"}}""", DisplayName = "the last user id")]
    [DataRow("""{"metadata":7,"metadata":{"user_id":"session_ID"}}""", DisplayName = "the last metadata")]
    public void A_session_id_in_the_metadata_is_the_hash(string body) => Hash(body.Replace("ID", Id, StringComparison.Ordinal)).Should().Be(Id);

    [TestMethod]
    [DataRow("""{"metadata":{"user_id":"session_123E4567-e89b-12d3-a456-426614174074"}}""", DisplayName = "upper case")]
    [DataRow("""{"metadata":{"user_id":"session_123e4567-e89b-12d3-a456-42661417407"}}""", DisplayName = "35 characters")]
    [DataRow("""{"metadata":{"user_id":["session_ID"]}}""", DisplayName = "no string")]
    [DataRow("""{"metadata":"session_ID"}""", DisplayName = "no object")]
    [DataRow("""{"metadata":{"user_id":"session_ID","user_id":null}}""", DisplayName = "replaced by null")]
    [DataRow("""{"user_id":"session_ID"}""", DisplayName = "elsewhere")]
    public void Anything_else_there_is_no_session_id(string body) =>
        Hash(body.Replace("ID", Id, StringComparison.Ordinal)).Should().BeEmpty();

    [TestMethod]
    [DataRow("""{"messages":[{"content":"no"},{"content":[{"type":"text","text":"one"},{"type":"text","text":"two","cache_control":{"type":"ephemeral"}}]},{"content":[{"type":"text","text":"no","cache_control":{"type":"ephemeral"}}]}],"system":[{"text":"no","cache_control":{"type":"ephemeral"}}]}""", "onetwo", DisplayName = "all text of the first message with a mark")]
    [DataRow("""{"messages":[{"content":[{"type":"image","cache_control":{"type":"ephemeral"}},{"type":"text","text":"one"},{"type":"thinking","text":"no"}]}]}""", "one", DisplayName = "a mark on any block, text of text blocks")]
    [DataRow("""{"system":[{"text":"no"},{"text":"a","cache_control":{"type":"ephemeral"}},{"type":"x","cache_control":{"ttl":"1h","type":"ephemeral"},"text":"b"}],"messages":[{"content":"no"}]}""", "ab", DisplayName = "the system's marked blocks, of any type")]
    [DataRow("""{"system":[{"text":"a","cache_control":{"type":"ephemeral"}}],"messages":[{"content":[{"type":"text","text":"no","cache_control":{"type":"persistent"}},{"type":"text","text":"no","cache_control":"ephemeral"}]}]}""", "a", DisplayName = "only ephemeral is a mark")]
    [DataRow("""{"messages":[{"content":[{"type":"text","text":"\u003c\ud800","cache_control":{"type":"ephemeral"}}]}]}""", "<\ufffd", DisplayName = "decoded")]
    public void Marked_text_is_hashed_without_the_origin(string body, string text)
    {
        Hash(body).Should().Be(Short(text));
        Hash(body, new RequestOrigin("ip", "agent", 1)).Should().Be(Short(text));
    }

    [TestMethod]
    [DataRow("{}", "", DisplayName = "nothing")]
    [DataRow("""{"system":"a","messages":[{"role":"user","content":"b"},{"content":[{"type":"text","text":"c"},{"type":"tool_use","text":"no"},{"text":"no"}]}]}""", "abc", DisplayName = "system and messages")]
    [DataRow("""{"messages":[{"content":"b"}],"system":[{"type":"x","text":"a"},{"text":5},"no"]}""", "ab", DisplayName = "system blocks of any type, first")]
    [DataRow("""{"messages":[{"content":[{"type":"image","cache_control":{"type":"ephemeral"}}]},{"content":"b"}],"system":[{"text":"a","cache_control":{"type":"ephemeral"}}]}""", "ab", DisplayName = "a marked message without text leaves the marked system out")]
    [DataRow("""{"messages":[{"content":"a","content":"b"}],"messages":[{"content":"x","content":"c"}]}""", "c", DisplayName = "the last of equal names")]
    [DataRow("""{"messages":[{"content":null,"parts":[{"text":"no"}]},{"content":7},[],"no"]}""", "", DisplayName = "other types say nothing")]
    [DataRow("""{"contents":[{"role":"user","parts":[{"text":"b"},{"inlineData":{}},{"text":"c"}]}],"systemInstruction":{"parts":[{"text":"a"}]}}""", "abc", DisplayName = "Gemini")]
    [DataRow("""{"instructions":"no","input":"no"}""", "", DisplayName = "the original does not know Responses")]
    [DataRow("""{"messages":[{"parts":[{"text":"a"}]}]}""", "a", DisplayName = "parts for want of a content")]
    [DataRow("""{"contents":[{"parts":[{"text":"4"}]}],"messages":[{"content":"3"}],"systemInstruction":{"parts":[{"text":"2"}]},"system":"1"}""", "1234", DisplayName = "one order for everything")]
    public void Else_the_origin_and_everything_said_is_hashed(string body, string text)
    {
        Hash(body).Should().Be(text.Length == 0 ? string.Empty : Short(text));
        Hash(body, new RequestOrigin("203.0.113.7", "agent é", -5)).Should().Be(Short("203.0.113.7:agent é:-5|" + text));
    }

    [TestMethod]
    public void An_origin_without_texts_is_an_origin() => Hash("{}", default(RequestOrigin)).Should().Be(Short("::0|"));

    [TestMethod]
    public void An_origin_that_UTF8_cannot_carry_is_refused() =>
        FluentActions.Invoking(() => Hash("{}", new RequestOrigin("ip", "\ud800", 1)))
            .Should().Throw<ArgumentException>().WithParameterName("origin");

    private static string Hash(string body, RequestOrigin? origin = null) => Sub2ApiFingerprints.SessionHash(Encoding.UTF8.GetBytes(body), origin);

    private static string Short(string text) => ShortHash.Compute(Encoding.UTF8.GetBytes(text));
}
