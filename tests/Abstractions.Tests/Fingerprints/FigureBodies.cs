using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>Bodies of the kinds that gateways see, each about a megabyte but the recorded ones, to measure with.</summary>
internal static class FigureBodies
{
    private const int Size = 1_000_000;

    private const string Prose =
        "The gateway keeps a conversation with the account that has its prompt cached, so that no turn pays for the whole history again. ";

    private const string Chinese =
        "网关把同一段对话留在已经缓存其提示的账户上，这样每一轮都不必为全部历史再次付费。快速、准确、有界——这就是它的承诺。";

    private const string Code =
        """
            if (cache.TryGet("key", out var value) && value is { Length: > 0 })
            {
                Console.WriteLine("hit: \"" + value + "\"\n");
                return entries.Where(e => e.Count < 10).ToList();
            }

        """;

    public delegate string Chain(ReadOnlySpan<byte> body);

    /// <summary>The bodies of each kind, and the chain that is made of them.</summary>
    public static IReadOnlyList<(string Kind, byte[][] Bodies, Chain Chain)> All { get; } =
    [
        .. Long.Select((string Kind, byte[][] Bodies, Chain Chain) (kind) => (kind.Kind, [kind.Body], DigestChain.ForAnthropic)),
        .. Recorded("/v1/messages", DigestChain.ForAnthropic),
        .. Recorded("/v1/chat/completions", DigestChain.ForOpenAIChat),
        .. Recorded("/v1/responses", DigestChain.ForOpenAIResponses),
        .. Recorded("generateContent", DigestChain.ForGemini),
    ];

    private static IEnumerable<(string Kind, byte[] Body)> Long =>
    [
        ("1,000 messages, an escape every 40 bytes", LargeBody.Anthropic(1_000, Size)),
        ("plain text, 250 messages", Messages(250, i => Quoted(Repeated(Prose, i, Size / 250)))),
        ("plain text, 4 messages", Messages(4, i => Quoted(Repeated(Prose, i, Size / 4)))),
        ("Chinese, 250 messages", Messages(250, i => Quoted(Repeated(Chinese, i, Size / 250 / 3)))),
        ("Chinese as \\uXXXX, 250 messages", Messages(250, i => JsonSerializer.Serialize(Repeated(Chinese, i, Size / 250 / 6)))),
        ("code, 250 messages", Messages(250, i => Quoted(Repeated(Code, i, Size / 250)))),
        ("code in text blocks, 250 messages", Messages(250, i => $$"""[{"type":"text","text":{{Quoted(Repeated(Code, i, Size / 250))}}}]""")),
        ("images in base64, 4 messages", Messages(4, i => $$$"""[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Base64(i, Size / 4)}}}"}},{"type":"text","text":"What is this?"}]""")),
        ("tiny messages, 20,000", Messages(20_000, i => i % 3 == 0 ? "\"ok\"" : "\"go on, please\"")),
    ];

    private static IEnumerable<(string Kind, byte[][] Bodies, Chain Chain)> Recorded(string path, Chain chain)
    {
        byte[][] bodies =
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "traffic", "traffic.jsonl"))
                .Select(line => JsonNode.Parse(line)!)
                .Where(request => request["path"]!.ToString().EndsWith(path, StringComparison.Ordinal))
                .Select(request => Encoding.UTF8.GetBytes(request["body"]!.ToString())),
        ];
        yield return ($"recorded {path}", bodies, chain);
    }

    private static byte[] Messages(int count, Func<int, string> content)
    {
        var body = new StringBuilder("""{"model":"claude-sonnet-4-5","max_tokens":1024,"messages":[""");
        for (int i = 0; i < count; i++)
        {
            body.Append(i > 0 ? "," : string.Empty)
                .Append($$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":{{content(i)}}}""");
        }

        return Encoding.UTF8.GetBytes(body.Append("]}").ToString());
    }

    private static string Repeated(string text, int seed, int length)
    {
        var repeated = new StringBuilder().Append(seed).Append(' ');
        while (repeated.Length < length)
        {
            repeated.Append(text);
        }

        return repeated.ToString();
    }

    private static string Base64(int seed, int length)
    {
        byte[] bytes = new byte[length / 4 * 3];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    // As JSON.stringify and most clients write it: nothing is escaped that need not be.
    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
