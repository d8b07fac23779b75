using System.Text;

namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

/// <summary>Every fingerprint against the golden vectors of the Go original.</summary>
[TestClass]
public sealed class HashVectorTests
{
    [TestMethod]
    public void Short_hashes_equal_the_originals()
    {
        foreach (ShortHashVector vector in Vectors.Load<ShortHashVector>("short-hash.json"))
        {
            ShortHash.Compute(Encoding.UTF8.GetBytes(vector.Input)).Should().Be(vector.Hash, "of {0}", vector.Input);
        }
    }

    [TestMethod]
    public void Prefix_hashes_equal_the_originals()
    {
        foreach (PrefixHashVector vector in Vectors.Load<PrefixHashVector>("prefix-hash.json"))
        {
            Sub2ApiFingerprints.PrefixHash(vector.UserId, vector.ApiKeyId, vector.IP, vector.UserAgent, vector.Platform, vector.Model)
                .Should().Be(vector.PrefixHash, "of {0}", vector);
        }
    }

    [TestMethod]
    public void Session_keys_equal_the_originals()
    {
        foreach (SessionKeyVector vector in Vectors.Load<SessionKeyVector>("session-key.json"))
        {
            Sub2ApiFingerprints.GeminiSessionKey(vector.PrefixHash, vector.SessionId).Should().Be(vector.Gemini);
            Sub2ApiFingerprints.AnthropicSessionKey(vector.PrefixHash, vector.SessionId).Should().Be(vector.Anthropic);
        }
    }

    [TestMethod]
    public void Anthropic_chains_equal_the_originals()
    {
        foreach (AnthropicVector vector in Vectors.Load<AnthropicVector>("anthropic.json"))
        {
            Sub2ApiFingerprints.AnthropicChain(Encoding.UTF8.GetBytes(vector.Body)).Should().Be(vector.DigestChain, "of {0}", vector.Body);
        }
    }

    [TestMethod]
    public void Session_hashes_equal_the_originals()
    {
        foreach (AnthropicVector vector in Vectors.Load<AnthropicVector>("anthropic.json"))
        {
            RequestOrigin? origin = vector.HasContext ? new RequestOrigin(vector.ClientIp, vector.UserAgent, vector.ApiKeyId) : null;

            Sub2ApiFingerprints.SessionHash(Encoding.UTF8.GetBytes(vector.Body), origin).Should().Be(vector.SessionHash, "of {0}", vector.Body);
        }
    }

    [TestMethod]
    public void Gemini_chains_equal_the_originals()
    {
        foreach (GeminiVector vector in Vectors.Load<GeminiVector>("gemini.json"))
        {
            Sub2ApiFingerprints.GeminiChain(Encoding.UTF8.GetBytes(vector.Body)).Should().Be(vector.DigestChain, "of {0}", vector.Body);
        }
    }

    private sealed record ShortHashVector(string Input, string Hash);

    private sealed record PrefixHashVector(
        long UserId, long ApiKeyId, string IP, string UserAgent, string Platform, string Model, string PrefixHash);

    private sealed record SessionKeyVector(string PrefixHash, string SessionId, string Gemini, string Anthropic);

    private sealed record AnthropicVector(
        string Body, string ClientIp, string UserAgent, long ApiKeyId, bool HasContext, string DigestChain, string SessionHash);

    private sealed record GeminiVector(string Body, string DigestChain);
}
