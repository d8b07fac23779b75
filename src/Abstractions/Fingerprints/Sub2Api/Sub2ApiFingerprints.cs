using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmbeddedCache.Fingerprints;
using EmbeddedCache.Fingerprints.Sub2Api;
using EmbeddedCache.Internal;

namespace EmbeddedCache;

/// <summary>
/// The fingerprints of the Go gateway sub2api, byte for byte: for gateways that share its Redis. Use them with
/// <see cref="ConversationScope.Anthropic"/> and <see cref="ConversationScope.Gemini"/>; a gateway of its own uses
/// <see cref="RequestFingerprint"/>.
/// </summary>
/// <remarks>
/// <para>
/// They have the original's weaknesses: a client that moves its <c>cache_control</c> marks, as today's coding agents do with every request, is
/// not followed, and sessions whose marked text is equal have one session hash.
/// </para>
/// <para>
/// <b>Canonical JSON</b> is what Go's <c>encoding/json</c> (1.22 or later) writes after reading a value into <c>any</c>: members sorted by the
/// UTF-8 bytes of their decoded names, the last of equal names kept, no spaces, numbers as float64 in Go's form, <c>&lt;</c>, <c>&gt;</c>,
/// <c>&amp;</c>, U+2028 and U+2029 escaped, invalid text replaced by U+FFFD.
/// </para>
/// <para>
/// <b>Errors</b> of all that read a body: what is not JSON, not an object, nested deeper than 64, or has more than 65,536 messages is a
/// <see cref="FormatException"/> that gives the byte, from 0, and the reason, and never quotes the body. So is a number that a float64 cannot
/// hold: anywhere in the body, but for <see cref="GeminiChain"/>, which minds it where it is hashed.
/// </para>
/// </remarks>
public static class Sub2ApiFingerprints
{
    private const int PrefixHashLength = 12;
    private const int KeptLength = 8;

    private delegate string Computation(JsonBody body, string origin);

    /// <summary>The digest chain of a Messages request.</summary>
    /// <remarks>
    /// <c>s:</c> of <c>system</c> when it is present and not null, then for each object in <c>messages</c> <c>a:</c> when its role is
    /// <c>assistant</c> and <c>u:</c> otherwise, of its <c>content</c>: the <see cref="ShortHash"/> of the field's canonical JSON. An absent
    /// content hashes as <c>null</c>. Elements that are no objects are passed over, and so is a <c>messages</c> that is no array.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <returns>The chain; empty when there is nothing to hash.</returns>
    /// <exception cref="FormatException">The body cannot be read.</exception>
    public static string AnthropicChain(ReadOnlySpan<byte> utf8Body) =>
        Compute(utf8Body, true, string.Empty, static (body, _) => Fingerprints.Sub2Api.AnthropicChain.Compute(body));

    /// <summary>The digest chain of a <c>generateContent</c> request.</summary>
    /// <remarks>
    /// <c>s:</c> of <c>systemInstruction.parts</c> when there are any, then for each of <c>contents</c> <c>m:</c> when its role is
    /// <c>model</c> and <c>u:</c> otherwise, of its <c>parts</c> (<c>null</c> when absent): the <see cref="ShortHash"/> of their canonical
    /// JSON. A part is reduced to these fields, in this order: <c>text</c>, <c>thought</c>, <c>thoughtSignature</c>, each when not empty,
    /// <c>inlineData{mimeType,data}</c>, <c>functionCall{name,args?,id?}</c>, <c>functionResponse{name,response,id?}</c>. Names match in any
    /// case (ASCII), and a field that comes again is read into what is there, as Go's decoder does. A null is an absent field; any other
    /// wrong type in these fields is a <see cref="FormatException"/>.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <returns>The chain; empty when there is nothing to hash.</returns>
    /// <exception cref="FormatException">The body cannot be read.</exception>
    public static string GeminiChain(ReadOnlySpan<byte> utf8Body) =>
        Compute(utf8Body, false, string.Empty, static (body, _) => Fingerprints.Sub2Api.GeminiChain.Compute(body));

    /// <summary>The session hash of a request: the first of three ways that gives anything.</summary>
    /// <remarks>
    /// <list type="number">
    /// <item><description>
    /// The first <c>session_</c> and 36 characters of <c>[a-f0-9-]</c> in the string <c>metadata.user_id</c> give those 36.
    /// </description></item>
    /// <item><description>
    /// The text marked <c>cache_control: {"type":"ephemeral"}</c>: all text of the first of <c>messages</c> that has such a block; when no
    /// message has one, the text of the marked blocks of <c>system</c>.
    /// </description></item>
    /// <item><description>
    /// <c>clientIp:userAgent:apiKeyId|</c> when the origin is given, then the text of <c>system</c>, <c>systemInstruction</c>,
    /// <c>messages</c> and <c>contents</c>, in this order.
    /// </description></item>
    /// </list>
    /// The last two are a <see cref="ShortHash"/> of the decoded texts, joined without a separator. Text is a string, or the strings
    /// <c>text</c> of the objects in a list: of any type in <c>system</c> and in <c>parts</c>, of type <c>text</c> in a <c>content</c>. A
    /// message without a <c>content</c> has the text of its <c>parts</c>.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <param name="origin">Where the request came from; without it, clients who send the same text share a hash.</param>
    /// <returns>36 characters of <c>[a-f0-9-]</c>, or up to 13 of <c>[0-9a-z]</c>; empty when there is nothing to go by.</returns>
    /// <exception cref="FormatException">The body cannot be read.</exception>
    /// <exception cref="ArgumentException">The origin's text is not valid UTF-16.</exception>
    public static string SessionHash(ReadOnlySpan<byte> utf8Body, RequestOrigin? origin = null) =>
        Compute(utf8Body, true, TextOf(origin), static (body, origin) => new SessionText(body).Compute(origin));

    /// <summary>The prefix hash, which keeps the conversations of clients apart.</summary>
    /// <remarks>
    /// SHA-256 of the UTF-8 of <c>userId:apiKeyId:ip:userAgent:platform:model</c>, its first 12 bytes in unpadded base64url. The parts are
    /// joined as they are: a colon inside one is not escaped.
    /// </remarks>
    /// <param name="userId">The id of the user; any value.</param>
    /// <param name="apiKeyId">The id of the API key; any value.</param>
    /// <param name="ip">The client's address. May be empty.</param>
    /// <param name="userAgent">The client's user agent. May be empty.</param>
    /// <param name="platform">The platform that the request is for. May be empty.</param>
    /// <param name="model">The model that the request is for. May be empty.</param>
    /// <returns>16 characters of <c>[A-Za-z0-9_-]</c>.</returns>
    /// <exception cref="ArgumentNullException">A text is null.</exception>
    /// <exception cref="ArgumentException">A text is not valid UTF-16.</exception>
    public static string PrefixHash(long userId, long apiKeyId, string ip, string userAgent, string platform, string model)
    {
        Check(ip, nameof(ip));
        Check(userAgent, nameof(userAgent));
        Check(platform, nameof(platform));
        Check(model, nameof(model));
        string text = string.Create(CultureInfo.InvariantCulture, $"{userId}:{apiKeyId}:{ip}:{userAgent}:{platform}:{model}");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, PrefixHashLength));
    }

    /// <summary>The sticky key of a Gemini conversation that was found by its chain.</summary>
    /// <remarks>
    /// Characters are UTF-16 units, and a surrogate pair across the eighth place is left out. The original counts bytes; for ASCII, which is all
    /// that prefix hashes and session ids are made of, the two are the same.
    /// </remarks>
    /// <param name="prefixHash">The <see cref="PrefixHash"/>. May be empty.</param>
    /// <param name="sessionId">The id that the conversation was saved under. May be empty.</param>
    /// <returns><c>gemini:digest:{prefixHash}:{sessionId}</c>, each cut to 8 characters.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string GeminiSessionKey(string prefixHash, string sessionId) => SessionKey("gemini:digest:", prefixHash, sessionId);

    /// <summary>The sticky key of an Anthropic conversation that was found by its chain.</summary>
    /// <inheritdoc cref="GeminiSessionKey" path="/remarks"/>
    /// <inheritdoc cref="GeminiSessionKey" path="/param"/>
    /// <returns><c>anthropic:digest:{prefixHash}:{sessionId}</c>, each cut to 8 characters.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string AnthropicSessionKey(string prefixHash, string sessionId) => SessionKey("anthropic:digest:", prefixHash, sessionId);

    private static string Compute(ReadOnlySpan<byte> utf8Body, bool checkNumbers, string origin, Computation compute)
    {
        try
        {
            return compute(new JsonBody(utf8Body, checkNumbers), origin);
        }
        catch (JsonException fault)
        {
            throw BodyFault.Of(utf8Body, fault);
        }
    }

    private static string TextOf(RequestOrigin? origin)
    {
        if (origin is not var (clientIp, userAgent, apiKeyId))
        {
            return string.Empty;
        }

        Arguments.CheckText(clientIp ?? string.Empty, nameof(origin));
        Arguments.CheckText(userAgent ?? string.Empty, nameof(origin));
        return string.Create(CultureInfo.InvariantCulture, $"{clientIp}:{userAgent}:{apiKeyId}|");
    }

    private static void Check(string text, string paramName)
    {
        ArgumentNullException.ThrowIfNull(text, paramName);
        Arguments.CheckText(text, paramName);
    }

    private static string SessionKey(string space, string prefixHash, string sessionId)
    {
        ArgumentNullException.ThrowIfNull(prefixHash);
        ArgumentNullException.ThrowIfNull(sessionId);
        return string.Concat(space, Start(prefixHash), ":", Start(sessionId));
    }

    private static ReadOnlySpan<char> Start(string text)
    {
        if (text.Length <= KeptLength)
        {
            return text;
        }

        bool cutsPair = char.IsSurrogatePair(text[KeptLength - 1], text[KeptLength]);
        return text.AsSpan(0, cutsPair ? KeptLength - 1 : KeptLength);
    }
}
