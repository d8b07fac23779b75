using System.IO.Hashing;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>The chain of a Messages body. Go reads that body into <c>map[string]any</c>, so no type is insisted on.</summary>
internal static class AnthropicChain
{
    public static string Compute(JsonBody body)
    {
        var hash = new XxHash64();
        var canonical = new CanonicalJson(body, hash);
        var chain = new ChainText();
        int system = body.Member(body.Root, "system"u8);
        if (body.TypeOf(system) is not (JsonTokenType.None or JsonTokenType.Null))
        {
            canonical.Append(system);
            chain.Add('s', hash.GetCurrentHashAsUInt64());
        }

        int cursor = body.Member(body.Root, "messages"u8);
        body.CheckCount(cursor);
        while (body.NextElement(ref cursor, out int message))
        {
            if (body.TypeOf(message) == JsonTokenType.StartObject)
            {
                char label = body.IsText(body.Member(message, "role"u8), "assistant"u8) ? 'a' : 'u';
                chain.Add(label, HashOf(body.Member(message, "content"u8), canonical, hash));
            }
        }

        return chain.ToString();
    }

    private static ulong HashOf(int content, CanonicalJson canonical, XxHash64 hash)
    {
        if (content == JsonBody.Absent)
        {
            return ChainText.NullHash;
        }

        hash.Reset();
        canonical.Append(content);
        return hash.GetCurrentHashAsUInt64();
    }
}
