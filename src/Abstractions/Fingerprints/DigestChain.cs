namespace EmbeddedCache;

/// <summary>
/// The digest chain of a request: one segment per message, in order, so that the chain of a conversation begins with the chains
/// of all its earlier requests. That is how a request is known to continue a conversation nobody gave an id to.
/// </summary>
/// <remarks>
/// <para>
/// A chain is segments joined by <c>-</c>, such as <c>s:1t89y3vv38whm-u:2ovq56790qh9n-a:d3isz7h6bo83</c>: who speaks, and the
/// <see cref="ShortHash"/> of the canonical JSON of what is said. A segment is at most 15 characters. A request without messages
/// has the empty chain.
/// </para>
/// <para>
/// <b>Canonical JSON</b> is what Go's <c>encoding/json</c> (1.22 or later) writes after reading a value into <c>any</c>: members
/// sorted by the UTF-8 bytes of their decoded names, the last of equal names kept, no spaces, numbers as float64 in Go's form, HTML
/// escaping, invalid text replaced by U+FFFD. So spacing, the order of members and the choice of escapes do not matter. The
/// Anthropic and Gemini chains are, byte for byte, those of the Go original.
/// </para>
/// <para>
/// A body is read once, forward, from its UTF-8 bytes, in buffers that its thread keeps. Time is linear in its length, but for the sorting
/// of members. <b>Errors:</b> what is not JSON, not an object at the top, nested deeper than 64, or not such a request where the
/// protocol's rules below insist, is a <see cref="FormatException"/> that gives the byte (from 0) and, where there is one, the
/// path (<c>contents[3].parts[0].text</c>), and never the body's text. A byte order mark is not JSON. In the chains other than Gemini's, so
/// is a number that a float64 cannot hold, anywhere in the body; in Gemini's, only where it would be hashed.
/// </para>
/// </remarks>
public static class DigestChain
{
    /// <summary>The chain of a Messages request.</summary>
    /// <remarks>
    /// <c>s:</c> of <c>system</c> when it is present and not null, then for each object in <c>messages</c> <c>a:</c> when its role
    /// is <c>assistant</c> and <c>u:</c> otherwise, of its <c>content</c>; an absent content hashes as <c>null</c>. Elements that
    /// are no objects are passed over, and so is a <c>messages</c> that is no array.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <returns>The chain; empty when there is nothing to hash.</returns>
    /// <exception cref="FormatException">The body cannot be read: see the errors above.</exception>
    public static unsafe string ForAnthropic(ReadOnlySpan<byte> utf8Body)
    {
        fixed (byte* start = utf8Body)
        {
            return AnthropicChain.Compute(new BodyBytes(start, utf8Body.Length));
        }
    }

    /// <summary>The chain of a <c>generateContent</c> request.</summary>
    /// <remarks>
    /// <c>s:</c> of <c>systemInstruction.parts</c> when there are any, then for each of <c>contents</c> <c>m:</c> when its role is
    /// <c>model</c> and <c>u:</c> otherwise, of its <c>parts</c> (<c>null</c> when absent). Of a part, only these fields are hashed,
    /// in this order: <c>text</c>, <c>thought</c>, <c>thoughtSignature</c>, each when not empty,
    /// <c>inlineData{mimeType,data}</c>, <c>functionCall{name,args?,id?}</c>, <c>functionResponse{name,response,id?}</c>. Names match
    /// in any case (ASCII). A null is an absent field; any other wrong type in these fields is a <see cref="FormatException"/>.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <returns>The chain; empty when there is nothing to hash.</returns>
    /// <exception cref="FormatException">The body cannot be read: see the errors above.</exception>
    public static unsafe string ForGemini(ReadOnlySpan<byte> utf8Body)
    {
        fixed (byte* start = utf8Body)
        {
            return GeminiChain.Compute(new BodyBytes(start, utf8Body.Length));
        }
    }

    /// <summary>The chain of a Chat Completions request.</summary>
    /// <remarks>
    /// For each object in <c>messages</c>: <c>s:</c> when its role is <c>system</c> or <c>developer</c>, <c>a:</c> for <c>assistant</c>,
    /// <c>t:</c> for <c>tool</c> or <c>function</c>, <c>u:</c> otherwise. It hashes the <c>content</c> (<c>null</c> when absent), or,
    /// when the message carries calls, the message reduced to <c>content</c>, <c>function_call</c> and <c>tool_calls</c>; a null or
    /// an empty list is no call. What else a client may add to a message it plays back, or drop from it (<c>refusal</c>,
    /// <c>annotations</c>, <c>audio</c>), changes nothing. Elements that are no objects are passed over, and so is a <c>messages</c>
    /// that is no array.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <returns>The chain; empty when there is nothing to hash.</returns>
    /// <exception cref="FormatException">The body cannot be read: see the errors above.</exception>
    public static unsafe string ForOpenAIChat(ReadOnlySpan<byte> utf8Body)
    {
        fixed (byte* start = utf8Body)
        {
            return OpenAIChatChain.Compute(new BodyBytes(start, utf8Body.Length));
        }
    }

    /// <summary>The chain of a Responses request.</summary>
    /// <remarks>
    /// <c>s:</c> of <c>instructions</c> when present and not null, then <c>input</c>: a string is one <c>u:</c>, the same as a user
    /// message with that string for content; of a list, each object is one segment. A message (its type is <c>message</c>, empty,
    /// absent or no string) hashes its <c>content</c>, <c>s:</c> for the roles <c>system</c> and <c>developer</c>, <c>a:</c> for
    /// <c>assistant</c>, <c>u:</c> otherwise. Other items hash whole: <c>t:</c> when their type ends in <c>_output</c>, else <c>a:</c>,
    /// for what is neither a message nor an output was made by the model (calls, reasoning, references to either). Their <c>id</c> and
    /// <c>status</c> are left out, because clients play items back with and without them; <c>call_id</c> stays, and so does the id
    /// of an <c>item_reference</c>, which has nothing else. Elements that are no objects are passed over; an <c>input</c> that is
    /// neither string, list nor null is a <see cref="FormatException"/>.
    /// </remarks>
    /// <param name="utf8Body">The body, UTF-8 JSON.</param>
    /// <returns>The chain; empty when there is nothing to hash.</returns>
    /// <exception cref="FormatException">The body cannot be read: see the errors above.</exception>
    public static unsafe string ForOpenAIResponses(ReadOnlySpan<byte> utf8Body)
    {
        fixed (byte* start = utf8Body)
        {
            return OpenAIResponsesChain.Compute(new BodyBytes(start, utf8Body.Length));
        }
    }
}
