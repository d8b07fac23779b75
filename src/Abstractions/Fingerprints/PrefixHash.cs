using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmbeddedCache.Internal;

namespace EmbeddedCache;

/// <summary>The hash that keeps clients apart: conversations are looked up among those of one prefix hash only.</summary>
/// <remarks>
/// SHA-256 of the UTF-8 of <c>userId:apiKeyId:ip:userAgent:platform:model</c>, its first 12 bytes (96 bits) in unpadded base64url.
/// Equal to what the Go original makes. The parts are joined as they are: a colon inside one is not escaped.
/// </remarks>
public static class PrefixHash
{
    // Two signed 64-bit numbers and five colons.
    private const int MaxNumbersLength = (2 * 20) + 5;

    private const int HashedLength = 12;

    /// <summary>The prefix hash of a client and a model.</summary>
    /// <param name="userId">The id of the user; any value.</param>
    /// <param name="apiKeyId">The id of the API key; any value.</param>
    /// <param name="ip">The client's address. May be empty.</param>
    /// <param name="userAgent">The client's user agent. May be empty.</param>
    /// <param name="platform">The platform the request is for. May be empty.</param>
    /// <param name="model">The model the request is for. May be empty.</param>
    /// <returns>16 characters of <c>[A-Za-z0-9_-]</c>.</returns>
    /// <exception cref="ArgumentNullException">A text is null.</exception>
    /// <exception cref="ArgumentException">A text is not valid UTF-16: it has a lone surrogate, which UTF-8 cannot carry.</exception>
    public static string Compute(long userId, long apiKeyId, string ip, string userAgent, string platform, string model)
    {
        Check(ip, nameof(ip));
        Check(userAgent, nameof(userAgent));
        Check(platform, nameof(platform));
        Check(model, nameof(model));

        int length = Encoding.UTF8.GetByteCount(ip)
            + Encoding.UTF8.GetByteCount(userAgent)
            + Encoding.UTF8.GetByteCount(platform)
            + Encoding.UTF8.GetByteCount(model);
        using var text = new PooledBuffer<byte>(MaxNumbersLength + length);
        AppendNumber(userId, text);
        AppendNumber(apiKeyId, text);
        AppendText(ip, text);
        text.Append((byte)':');
        AppendText(userAgent, text);
        text.Append((byte)':');
        AppendText(platform, text);
        text.Append((byte)':');
        AppendText(model, text);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.Written, hash);
        return Base64Url.EncodeToString(hash[..HashedLength]);
    }

    private static void Check(string text, string paramName)
    {
        ArgumentNullException.ThrowIfNull(text, paramName);
        Arguments.CheckText(text, paramName);
    }

    private static void AppendNumber(long number, PooledBuffer<byte> output)
    {
        number.TryFormat(output.Reserve(20), out int written, default, CultureInfo.InvariantCulture);
        output.Commit(written);
        output.Append((byte)':');
    }

    private static void AppendText(string text, PooledBuffer<byte> output) =>
        output.Commit(Encoding.UTF8.GetBytes(text, output.Reserve(Encoding.UTF8.GetByteCount(text))));
}
