using System.Buffers;
using System.Globalization;
using System.Text;
using EmbeddedCache.Internal;

namespace EmbeddedCache;

/// <summary>The sticky key of a request: the same for the requests of one session, as far as a body tells.</summary>
/// <remarks>
/// <para>Three ways are tried, the first that gives anything wins. Texts are taken decoded, and joined without a separator.</para>
/// <list type="number">
/// <item><description>
/// The client says it: the first <c>session_</c> + 36 characters of <c>[a-f0-9-]</c> in the string <c>metadata.user_id</c> gives those
/// 36, as they are.
/// </description></item>
/// <item><description>
/// The client marks what it will send again: the text of the first of <c>messages</c> that has a block with
/// <c>cache_control: {"type":"ephemeral"}</c> (all its text, marked or not); when no message has one, the text of the marked blocks
/// of <c>system</c>. When the first such message has no text, this way gives nothing.
/// </description></item>
/// <item><description>
/// Everything that is said: <c>clientIp:userAgent:apiKeyId|</c> when the origin is given, then the system's text (<c>system</c>,
/// <c>systemInstruction</c>, <c>instructions</c>), then the text of <c>messages</c>, of <c>contents</c> and of <c>input</c>, in this
/// order whatever the body's.
/// </description></item>
/// </list>
/// <para>
/// The last two are a <see cref="ShortHash"/>. Text is a string, or the strings <c>text</c> of the objects in a list: of any type in
/// <c>system</c> and in <c>parts</c>; of type <c>text</c> in a message's <c>content</c>; of type <c>text</c>, <c>input_text</c> or
/// <c>output_text</c> in the content of an <c>input</c> item. A message without a <c>content</c> has the text of its <c>parts</c>. For
/// Messages and Chat Completions bodies this is, byte for byte, what the Go original computes; that original does not look at the
/// fields of Gemini and Responses bodies, which here keep the conversations of one client apart.
/// </para>
/// <para>
/// The third way changes with every turn: it finds a request that is sent again, and <see cref="DigestChain"/> finds the conversation.
/// A member of the wrong type is passed over. Of members of one name the last counts.
/// </para>
/// </remarks>
public static class SessionHash
{
    private const int SessionIdLength = 36;

    private static readonly SearchValues<byte> SessionIdBytes = SearchValues.Create("-0123456789abcdef"u8);

    /// <summary>The session hash of a request.</summary>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <param name="origin">Where the request came from; without it, clients who send the same text share a hash.</param>
    /// <returns>36 characters of <c>[a-f0-9-]</c>, or up to 13 of <c>[0-9a-z]</c>; empty when there is nothing to go by.</returns>
    /// <exception cref="FormatException">
    /// The body is not JSON, not an object at the top, nested deeper than 64, or has a number that a float64 cannot hold. The message
    /// gives the byte, from 0, and never the body's text.
    /// </exception>
    /// <exception cref="ArgumentException">The origin's text is not valid UTF-16: it has a lone surrogate.</exception>
    public static unsafe string Compute(ReadOnlySpan<byte> utf8Body, RequestOrigin? origin = null)
    {
        fixed (byte* start = utf8Body)
        {
            return Find(new BodyBytes(start, utf8Body.Length), origin);
        }
    }

    private static string Find(BodyBytes body, RequestOrigin? origin)
    {
        using Workspace workspace = Workspace.Take();
        RequestFields fields = RequestFields.Read(body, workspace.Texts);
        return FindSessionId(body, fields.UserId, workspace.Text) ?? HashText(body, fields, origin, workspace);
    }

    private static string? FindSessionId(BodyBytes body, JsonText userId, PooledBuffer<byte> decoded)
    {
        GoText.AppendDecoded(body, userId, decoded);
        ReadOnlySpan<byte> rest = decoded.Written;
        while (rest.IndexOf("session_"u8) is var start and >= 0)
        {
            rest = rest[(start + "session_"u8.Length)..];
            if (rest.Length >= SessionIdLength && !rest[..SessionIdLength].ContainsAnyExcept(SessionIdBytes))
            {
                return Encoding.ASCII.GetString(rest[..SessionIdLength]);
            }
        }

        return null;
    }

    private static string HashText(BodyBytes body, in RequestFields fields, RequestOrigin? origin, Workspace workspace)
    {
        // It is checked whichever way is taken.
        PooledBuffer<byte> text = workspace.Text;
        text.Truncate(0);
        AppendOrigin(origin, text);

        GatheredHash hash = workspace.Hash;
        if (fields.IsMarked)
        {
            Append(body, fields.Marked, hash);
        }
        else
        {
            foreach (SaidText said in fields.System)
            {
                if (said.IsMarked)
                {
                    hash.Append(body, said.Text);
                }
            }
        }

        if (hash.IsEmpty)
        {
            hash.Append(text.Written);
            Append(body, fields.System, hash);
            Append(body, fields.SystemInstruction, hash);
            Append(body, fields.Instructions, hash);
            Append(body, fields.Messages, hash);
            Append(body, fields.Contents, hash);
            Append(body, fields.Input, hash);
        }

        return hash.IsEmpty ? string.Empty : ShortHash.Text(hash.Finish());
    }

    private static void Append(BodyBytes body, ReadOnlySpan<SaidText> texts, GatheredHash hash)
    {
        foreach (SaidText said in texts)
        {
            hash.Append(body, said.Text);
        }
    }

    private static void AppendOrigin(RequestOrigin? origin, PooledBuffer<byte> text)
    {
        if (origin is not var (clientIp, userAgent, apiKeyId))
        {
            return;
        }

        AppendUtf8(clientIp, text);
        text.Append((byte)':');
        AppendUtf8(userAgent, text);
        text.Append((byte)':');
        apiKeyId.TryFormat(text.Reserve(20), out int written, default, CultureInfo.InvariantCulture);
        text.Commit(written);
        text.Append((byte)'|');
    }

    private static void AppendUtf8(string? value, PooledBuffer<byte> text)
    {
        value ??= string.Empty;
        Arguments.CheckText(value, "origin");
        text.Commit(Encoding.UTF8.GetBytes(value, text.Reserve(Encoding.UTF8.GetByteCount(value))));
    }
}
