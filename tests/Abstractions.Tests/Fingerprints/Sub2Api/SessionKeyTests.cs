namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

[TestClass]
public sealed class SessionKeyTests
{
    [TestMethod]
    [DataRow("abcdefgh12345678", "550e8400-e29b", "abcdefgh:550e8400", DisplayName = "cut to eight")]
    [DataRow("12345678", "abcdefgh", "12345678:abcdefgh", DisplayName = "eight whole")]
    [DataRow("abc", "", "abc:", DisplayName = "shorter whole")]
    [DataRow("éééééééééé", "a:b", "éééééééé:a:b", DisplayName = "characters, not bytes")]
    [DataRow("1234567😀", "123456😀x", "1234567:123456😀", DisplayName = "no pair is cut in two")]
    public void It_is_the_first_eight_characters_of_both(string prefixHash, string sessionId, string expected)
    {
        Sub2ApiFingerprints.GeminiSessionKey(prefixHash, sessionId).Should().Be("gemini:digest:" + expected);
        Sub2ApiFingerprints.AnthropicSessionKey(prefixHash, sessionId).Should().Be("anthropic:digest:" + expected);
    }

    [TestMethod]
    public void A_null_is_refused_by_name()
    {
        FluentActions.Invoking(() => Sub2ApiFingerprints.GeminiSessionKey(null!, "s")).Should().Throw<ArgumentNullException>().WithParameterName("prefixHash");
        FluentActions.Invoking(() => Sub2ApiFingerprints.AnthropicSessionKey("p", null!)).Should().Throw<ArgumentNullException>().WithParameterName("sessionId");
    }
}
