using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmbeddedCache.Internal;

/// <summary>
/// What keeps tenants apart inside keys, wire format: the first 128 bits of the SHA-256 of <c>{api}:{length}:{tenant}:{name}</c> in unpadded
/// base64url, 22 characters. The length is the tenant's, in bytes, so that no two tenants and names make the same text.
/// </summary>
internal static class TenantHash
{
    private const int HashedLength = 16;

    public static string Compute(LlmApi api, string tenant, string name)
    {
        int length = Encoding.UTF8.GetByteCount(tenant);
        string text = string.Create(CultureInfo.InvariantCulture, $"{WireName(api)}:{length}:{tenant}:{name}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash[..HashedLength]);
    }

    private static string WireName(LlmApi api) => api switch
    {
        LlmApi.Anthropic => "anthropic",
        LlmApi.Gemini => "gemini",
        LlmApi.OpenAIChat => "openai-chat",
        LlmApi.OpenAIResponses => "openai-responses",
        _ => throw new ArgumentOutOfRangeException(nameof(api), api, "This is none of the APIs."),
    };
}
