using System.Text.Json;
using EmbeddedCache.Fingerprints;
using EmbeddedCache.Internal;

namespace EmbeddedCache;

/// <summary>
/// What a gateway has to know of a request: the model it asks for, the session that its client names, the conversation it continues, and the
/// objects it names that live on one account.
/// </summary>
/// <remarks>
/// <para>
/// <b>The session</b> is the name that the client itself gives, in a header or in the body; <see cref="SessionSignals"/> says where. Nothing is
/// guessed from content: two sessions that say the same are two sessions.
/// </para>
/// <para>
/// <b>The chain</b> is the history as segments joined by <c>-</c>, one for each block of content, in order: <c>u:</c> (user) or <c>a:</c>
/// (assistant, model) and the <see cref="ShortHash"/> of a text; <c>c:</c> and the hash of the id of a tool call; <c>r:</c> and the hash of
/// the id of the call that a tool result answers. A call or result without an id is hashed by its name and arguments, or its content; an
/// image, a document or any other block by its content, with the letter of its role. A call or result that is in the chain already is not
/// added again. The chain of a request begins with the chains of the requests that it continues, however the client changes what is not
/// the conversation in between. These are left out: <c>cache_control</c> and whatever of a message or block is not its content; system and
/// developer texts; tools and parameters; thinking and reasoning; <c>&lt;system-reminder&gt;</c>s; white space at the ends of texts; texts
/// that are empty or only describe the client's environment. The rules come from recordings of real clients, listed in docs/clients.md. A
/// chain ends before it has more than 64 KB, as no more of it is looked up.
/// </para>
/// <para>
/// How a body is spelt (white space, escapes, the order of members) never matters, but for the order of members inside the arguments or
/// content of a call or result without an id, and inside content that is neither text nor call. Text that is not valid (a lone surrogate)
/// is read as U+FFFD.
/// </para>
/// </remarks>
public sealed class RequestFingerprint
{
    private RequestFingerprint(LlmApi api, string? model, string? sessionId, string chain, IReadOnlyList<string> objectIds)
    {
        Api = api;
        Model = model;
        SessionId = sessionId;
        Chain = chain;
        ObjectIds = objectIds;
    }

    /// <summary>The API that the request speaks.</summary>
    public LlmApi Api { get; }

    /// <summary>The model: the body's, or for Gemini the caller's, because there the path names it. 1 to 1,024 characters; null when neither names one.</summary>
    public string? Model { get; }

    /// <summary>The session's name as the client gives it; null when it gives none. Not a key: see <see cref="SessionHash"/>.</summary>
    public string? SessionId { get; }

    /// <summary>The chain of the history: segments joined by <c>-</c>. Empty when there is no history.</summary>
    public string Chain { get; }

    /// <summary>
    /// The ids of objects that live on one account, each once: <c>previous_response_id</c>, <c>conversation</c>, the ids of files and
    /// containers, Gemini's <c>cachedContent</c> and the URIs of files (but not of videos on YouTube). At most 1,024, of at most 1,024 bytes.
    /// </summary>
    public IReadOnlyList<string> ObjectIds { get; }

    /// <summary>Reads a request, once and forward.</summary>
    /// <param name="api">The API that the request speaks.</param>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <param name="header">Gives the value of a header, whose name is in lower case; null or empty when the request has none. Null: no headers.</param>
    /// <param name="model">The model, where not the body but the path names it, as Gemini's does: 1 to 1,024 characters. Null: the body's.</param>
    /// <param name="signals">Where clients name their session; null for <see cref="SessionSignals.Default"/>.</param>
    /// <returns>The fingerprint. Nothing else is allocated for a body with texts of up to 256 KB.</returns>
    /// <exception cref="FormatException">
    /// The body is not JSON, is nested deeper than 64, has more than 65,536 messages, or is not such a request. The message gives the byte,
    /// from 0, and the reason, and never quotes the body.
    /// </exception>
    /// <exception cref="ArgumentException"><paramref name="model"/> is empty, too long or not valid UTF-16.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="api"/> is no <see cref="LlmApi"/>.</exception>
    public static RequestFingerprint Read(
        LlmApi api,
        ReadOnlySpan<byte> utf8Body,
        Func<string, string?>? header = null,
        string? model = null,
        SessionSignals? signals = null)
    {
        if (!Enum.IsDefined(api))
        {
            throw new ArgumentOutOfRangeException(nameof(api), api, "This is none of the APIs.");
        }

        if (model is not null)
        {
            Arguments.CheckName(model);
        }

        signals ??= SessionSignals.Default;
        string? sessionId = SessionIn(header, signals);
        var body = new RequestBody(api, utf8Body, sessionId is null ? signals.Fields : []);
        try
        {
            body.Read();
            string? named = api == LlmApi.Gemini ? model ?? body.Model : body.Model ?? model;
            return new RequestFingerprint(api, named, sessionId ?? body.SessionId, body.Chain, body.ObjectIds);
        }
        catch (JsonException fault)
        {
            throw BodyFault.Of(utf8Body, fault);
        }
        finally
        {
            body.Dispose();
        }
    }

    /// <summary>The key of the session, for <see cref="IGatewayCache.GetSessionAccountAsync"/> and its like: null when the client names no session.</summary>
    /// <remarks>
    /// The first 128 bits of the SHA-256 of API, tenant and session, in unpadded base64url: one tenant can neither meet nor guess the
    /// session of another.
    /// </remarks>
    /// <param name="tenant">Who is billed for the request, such as the id of an API key or a user: 1 to 1,024 characters.</param>
    /// <returns>22 characters of <c>[A-Za-z0-9_-]</c>, or null.</returns>
    /// <exception cref="ArgumentException"><paramref name="tenant"/> is empty, too long or not valid UTF-16.</exception>
    public string? SessionHash(string tenant)
    {
        Arguments.CheckName(tenant);
        return SessionId is null ? null : TenantHash.Compute(Api, tenant, SessionId);
    }

    private static string? SessionIn(Func<string, string?>? header, SessionSignals signals)
    {
        if (header is not null)
        {
            foreach (string name in signals.Headers)
            {
                if (header(name) is { } value && !string.IsNullOrWhiteSpace(value))
                {
                    return value;
                }
            }
        }

        return null;
    }
}
